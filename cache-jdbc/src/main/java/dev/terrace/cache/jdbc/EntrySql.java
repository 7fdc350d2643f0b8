package dev.terrace.cache.jdbc;

/** The statements of the tier. Immutable. */
final class EntrySql {

    /** Stores one entry, see {@link Dialect#upsertEntry}. */
    final String upsert;

    /** Finds expired entries of any cache, the oldest first: limit. */
    final String expired;

    /** Finds entries of a cache that lie below a position in its own epoch: cache, epoch, sequence, limit. */
    final String belowSequence;

    /** Finds entries of a cache of epochs before one: cache, epoch, limit. */
    final String belowEpoch;

    /** Deletes an entry if it has expired: entry, cache. */
    final String deleteExpired;

    /** Deletes an entry if it lies below a position: entry, cache, epoch, epoch, sequence. */
    final String deleteBelow;

    /** Reads one entry, when it expires, whether it is a removal, and what the database's clock shows: cache, entry. */
    final String readWithClock;

    /** The same without the clock: cache, entry. */
    final String readPlainly;

    private final String read;

    EntrySql(Dialect dialect, Tables tables) {
        String table = tables.entry();
        String now = dialect.now();
        upsert = dialect.upsertEntry(table);
        read = "SELECT entry_id, envelope, expires_at - " + now + ", epoch, sequence, tombstone FROM " + table
                + " WHERE cache_id = ? AND entry_id IN ";
        String one = " FROM " + table + " WHERE cache_id = ? AND entry_id = ?";
        readPlainly = "SELECT envelope, epoch, sequence, expires_at, tombstone" + one;
        readWithClock = "SELECT envelope, epoch, sequence, expires_at, tombstone, " + now + one;
        expired = "SELECT entry_id, cache_id FROM " + table + " WHERE expires_at <= " + now
                + " ORDER BY expires_at LIMIT ?";
        belowSequence = "SELECT entry_id, cache_id FROM " + table + " WHERE cache_id = ? AND epoch = ? AND sequence < ?"
                + " ORDER BY cache_id, epoch, sequence LIMIT ?";
        belowEpoch = "SELECT entry_id, cache_id FROM " + table + " WHERE cache_id = ? AND epoch < ?"
                + " ORDER BY cache_id, epoch LIMIT ?";
        String delete = "DELETE FROM " + table + " WHERE entry_id = ? AND cache_id = ? AND ";
        deleteExpired = delete + "expires_at <= " + now;
        deleteBelow = delete + "(epoch < ? OR (epoch = ? AND sequence < ?))";
    }

    /** Reads entries with what is left of their lives, also those that have none left: cache, then as many entries as are told. */
    String read(int entries) {
        return read + "(" + "?, ".repeat(entries - 1) + "?)";
    }
}
