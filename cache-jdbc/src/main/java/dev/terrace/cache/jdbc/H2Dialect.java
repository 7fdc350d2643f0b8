package dev.terrace.cache.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** H2 2.3 and newer (2.4 for a file of this process): embedded, shared by {@code AUTO_SERVER}, or as a server. */
final class H2Dialect implements Dialect {

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

    @Override
    public String product() {
        return "H2";
    }

    @Override
    public String now() {
        return NOW;
    }

    /** H2 has no ON CONFLICT; its MERGE may lose the race for a new key with 23505, which is then tried again. */
    @Override
    public String upsertEntry(String table) {
        return "MERGE INTO " + table + " held USING (VALUES (CAST(? AS VARBINARY(16)), CAST(? AS VARBINARY(16)),"
                + " CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BOOLEAN), CAST(? AS BIGINT),"
                + " CAST(? AS VARBINARY))) new (entry_id, cache_id, epoch, sequence, tombstone,"
                + " life, envelope) ON held.entry_id = new.entry_id AND held.cache_id ="
                + " new.cache_id WHEN MATCHED AND (held.epoch < new.epoch OR held.epoch ="
                + " new.epoch AND (held.sequence < new.sequence OR held.sequence = new.sequence"
                + " AND NOT new.tombstone) OR held.expires_at <= " + NOW + ")"
                + " THEN UPDATE SET epoch = new.epoch, sequence = new.sequence, tombstone = new.tombstone,"
                + " expires_at = " + NOW + " + new.life, envelope = new.envelope"
                + " WHEN NOT MATCHED THEN INSERT (entry_id, cache_id, epoch, sequence, tombstone, expires_at, envelope)"
                + " VALUES (new.entry_id, new.cache_id, new.epoch, new.sequence, new.tombstone,"
                + " " + NOW + " + new.life, new.envelope)";
    }

    @Override
    public @Nullable String appendAtOnce(Tables tables) {
        return null;
    }

    @Override
    public @Nullable String ring() {
        return null;
    }

    @Override
    public @Nullable String listen(String channel) {
        return null;
    }

    @Override
    public @Nullable String guard(Duration idle) {
        return null;
    }

    @Override
    public @Nullable String schemaLock(Tables tables) {
        return null;
    }

    @Override
    public boolean qualifiesIndexes() {
        return true;
    }

    @Override
    public Session.Timeouts timeouts() {
        return Session.Timeouts.CONNECTION;
    }

    @Override
    public Fault fault(SQLException failure) {
        @Nullable String state = Fault.state(failure);
        if (state == null) {
            return Fault.OTHER;
        }
        return switch (state) {
            case "90067", "90098", "90121", "90135" -> Fault.UNREACHABLE; // broken, closed, closed, exclusive mode
            case "90020", "90146", "90149" -> Fault.REFUSED; // in use by another process, no such database
            case "90040", "90096" -> Fault.DENIED; // not an administrator, not enough rights
            case "42S02", "42S03", "42S04", "90079" -> Fault.MISSING; // no such table, schema
            case "90097" -> Fault.READ_ONLY;
            case "HYT00", "90131" -> Fault.CONTENDED; // lock timeout, concurrent update
            default -> Fault.of(state);
        };
    }
}
