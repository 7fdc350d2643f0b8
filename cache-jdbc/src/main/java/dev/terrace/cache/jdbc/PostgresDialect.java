package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 12 and newer, and what speaks its protocol. */
final class PostgresDialect implements Dialect {

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)";

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public String now() {
        return NOW;
    }

    /** From a SELECT, because the driver rewrites batches of VALUES where {@code reWriteBatchedInserts} is on, and loses counts. */
    @Override
    public String upsertEntry(String table) {
        return "INSERT INTO " + table + " AS held (entry_id, cache_id, epoch, sequence, tombstone, expires_at,"
                + " envelope) SELECT CAST(? AS BYTEA), CAST(? AS BYTEA), CAST(? AS BIGINT),"
                + " CAST(? AS BIGINT), CAST(? AS BOOLEAN), "
                + NOW + " + CAST(? AS BIGINT), CAST(? AS BYTEA) ON CONFLICT (entry_id, cache_id) DO UPDATE SET epoch ="
                + " excluded.epoch, sequence = excluded.sequence, tombstone = excluded.tombstone, expires_at ="
                + " excluded.expires_at, envelope = excluded.envelope WHERE held.epoch < excluded.epoch OR"
                + " (held.epoch = excluded.epoch AND (held.sequence < excluded.sequence OR (held.sequence ="
                + " excluded.sequence AND NOT excluded.tombstone))) OR held.expires_at <= " + NOW;
    }

    @Override
    public String guard(Duration idle) {
        return "SELECT set_config('idle_in_transaction_session_timeout', '" + idle.toMillis() + "', true)";
    }

    @Override
    public String schemaLock(Tables tables) {
        return "SELECT pg_advisory_xact_lock(hashtext('" + tables.version() + "'))";
    }

    @Override
    public boolean qualifiesIndexes() {
        return false;
    }

    @Override
    public Session.Timeouts timeouts() {
        return Session.Timeouts.STATEMENT;
    }

    @Override
    public Fault fault(SQLException failure) {
        @Nullable String state = Fault.state(failure);
        if (state == null) {
            return Fault.OTHER;
        }
        return switch (state) {
            case "57P01", "57P02", "57P03", "57P05", "53300" ->
                Fault.UNREACHABLE; // shut down, starting, idle, too many
            case "3D000" -> Fault.REFUSED; // no such database
            case "42P01", "3F000" -> Fault.MISSING; // no such table, schema
            case "40P01", "55P03" -> Fault.CONTENDED; // deadlock, lock_timeout
            default -> Fault.of(state);
        };
    }
}
