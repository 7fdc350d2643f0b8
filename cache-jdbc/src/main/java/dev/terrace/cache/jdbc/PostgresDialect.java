package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 12 and newer, and what speaks its protocol. */
final class PostgresDialect implements Dialect {

    /** In floating point, which is exact to the microsecond; EXTRACT would reckon in NUMERIC, which takes a read a microsecond longer. */
    private static final String NOW = "CAST(date_part('epoch', statement_timestamp()) * 1000 AS BIGINT)";

    /** Whether an entry replaces what is held for its key. */
    private static final String WINS =
            "held.epoch < excluded.epoch OR (held.epoch = excluded.epoch AND (held.sequence <"
                    + " excluded.sequence OR (held.sequence = excluded.sequence AND NOT excluded.tombstone))) OR"
                    + " held.expires_at <= " + NOW;

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
                + " excluded.expires_at, envelope = excluded.envelope WHERE " + WINS;
    }

    /**
     * Whoever waits for the head's row finds it as it has become (READ COMMITTED); the names, whose rows may be newer than this
     * statement, are taken by ON CONFLICT as they are. A row that was updated and not inserted has an xmax.
     */
    @Override
    public String appendAtOnce(Tables tables) {
        return append(tables, "", "", "");
    }

    /** Rows are stored in the order of the arrays. What is held was read under its lock, whatever this statement's snapshot shows. */
    @Override
    public String appendWithCargo(Tables tables) {
        String stored = """
                stored AS (
                    INSERT INTO %s AS held (entry_id, cache_id, epoch, sequence, tombstone, expires_at, envelope)
                    SELECT new.id, new.cache, locked.epoch, locked.sequence + new.place, new.removal, %s + new.life, new.envelope
                    FROM locked, unnest(CAST(? AS BYTEA[]), CAST(? AS BYTEA[]), CAST(? AS BIGINT[]), CAST(? AS BOOLEAN[]),
                        CAST(? AS BIGINT[]), CAST(? AS BYTEA[])) new (id, cache, place, removal, life, envelope)
                    ON CONFLICT (entry_id, cache_id) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence,
                        tombstone = excluded.tombstone OR (held.epoch = excluded.epoch AND held.sequence > ?),
                        expires_at = excluded.expires_at,
                        envelope = CASE WHEN NOT excluded.tombstone AND held.epoch = excluded.epoch AND held.sequence > ?
                            THEN CAST('' AS BYTEA) ELSE excluded.envelope END
                    WHERE %s
                    RETURNING held.sequence, held.tombstone AND octet_length(held.envelope) = 0 AS bare),
                """.formatted(tables.entry(), NOW, WINS);
        return append(
                tables,
                " AND head.epoch = ? AND head.sequence BETWEEN ? AND ?",
                stored,
                ", ARRAY(SELECT stored.sequence FROM stored WHERE NOT stored.bare)");
    }

    private static String append(Tables tables, String condition, String stored, String answer) {
        return """
                WITH locked AS (
                    SELECT head.log_id, head.epoch, head.sequence FROM %1$s head
                    WHERE head.log_id = ? AND head.format <= ? AND head.epoch >= ? AND (head.epoch <> ? OR (head.sequence >= ?
                        AND (SELECT CASE WHEN epoch = ? AND last_sequence >= ? THEN token ELSE 0 END FROM %5$s) = ?))%6$s
                    FOR UPDATE OF head),
                appended AS (
                    INSERT INTO %2$s (append_id, log_id, epoch, first_sequence)
                    SELECT new.id, locked.log_id, locked.epoch, locked.sequence + new.before + 1
                    FROM locked, unnest(CAST(? AS BYTEA[]), CAST(? AS BIGINT[])) new (id, before)),
                marked AS (
                    INSERT INTO %3$s (log_id, first_sequence, epoch, last_sequence, token)
                    SELECT log_id, sequence + 1, epoch, sequence + ?, ? FROM locked),
                named AS (
                    INSERT INTO %4$s (name_id, log_id, kind, name, sequence)
                    SELECT new.id, locked.log_id, new.kind, new.name, locked.sequence + new.place
                    FROM locked, unnest(CAST(? AS BYTEA[]), CAST(? AS TEXT[]), CAST(? AS BYTEA[]), CAST(? AS BIGINT[]))
                        new (id, kind, name, place)
                    ON CONFLICT (name_id, log_id) DO UPDATE SET sequence = excluded.sequence
                    RETURNING kind, xmax = 0 AS added),
                %7$scounted AS (
                    SELECT COUNT(*) FILTER (WHERE added AND kind = 'd') AS dependencies,
                        COUNT(*) FILTER (WHERE added AND kind = 'k') AS keys FROM named)
                UPDATE %1$s head SET sequence = locked.sequence + ?,
                    dependency_count = head.dependency_count + counted.dependencies, key_count = head.key_count + counted.keys
                FROM locked, counted WHERE head.log_id = locked.log_id
                RETURNING locked.epoch, locked.sequence, head.horizon, head.key_horizon, head.dependency_count,
                    head.key_count, head.format%8$s""".formatted(
                        tables.log(),
                        tables.append(),
                        tables.token(),
                        tables.record(),
                        LogSql.tokenOf(tables, "?", "?"),
                        condition,
                        stored,
                        answer);
    }

    @Override
    public String ring() {
        return "SELECT pg_notify(?, ?)";
    }

    @Override
    public String listen(String channel) {
        return "LISTEN " + channel;
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
    public boolean endsWhenAborted() {
        return true;
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
