package dev.terrace.cache.jdbc;

/** The statements of claims on loads. Immutable. */
final class ClaimSql {

    /** What is held, and what is left of it: entry, cache. */
    final String held;

    /** Takes a claim that is over, that is held already or that is superseded: token, epoch, sequence, life, entry, cache, token, token. */
    final String take;

    /** Makes a claim where there is none: entry, cache, token, epoch, sequence, life. */
    final String insert;

    /** Prolongs what is held: life, entry, cache, token. */
    final String prolong;

    /** Ends what is held: entry, cache, token. */
    final String release;

    /** Finds claims of any cache that are over: limit. */
    final String over;

    /** Deletes a claim that is over: entry, cache. */
    final String deleteOver;

    /** Clocks are cut to milliseconds at both ends, so one more makes sure that no claim ends before its time. */
    ClaimSql(Dialect dialect, Tables tables) {
        String table = tables.claim();
        String now = dialect.now();
        String end = now + " + 1 + " + dialect.number();
        String one = " WHERE entry_id = ? AND cache_id = ?";
        String mine = one + " AND token = ? AND expires_at > " + now;
        held = "SELECT token, epoch, sequence, expires_at - " + now + " FROM " + table + one + " AND expires_at > "
                + now;
        take = "UPDATE " + table + " SET token = ?, epoch = ?, sequence = ?, expires_at = " + end + one
                + " AND (expires_at <= " + now + " OR token = ? OR token = ?)";
        insert = "INSERT INTO " + table
                + " (entry_id, cache_id, token, epoch, sequence, expires_at) VALUES (?, ?, ?, ?, ?, " + end + ")";
        prolong = "UPDATE " + table + " SET expires_at = " + end + mine;
        release = "DELETE FROM " + table + mine;
        over = "SELECT entry_id, cache_id FROM " + table + " WHERE expires_at <= " + now
                + " ORDER BY expires_at LIMIT ?";
        deleteOver = "DELETE FROM " + table + one + " AND expires_at <= " + now;
    }
}
