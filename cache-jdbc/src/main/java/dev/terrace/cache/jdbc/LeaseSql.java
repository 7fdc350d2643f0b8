package dev.terrace.cache.jdbc;

/** The statements of the leases. Immutable. */
final class LeaseSql {

    /** Takes a lease that is over or that the same holder has: holder, life, lease, holder. */
    final String take;

    /** The last token: lease. */
    final String token;

    /** Makes a lease that never was: lease, namespace, name, holder, life. */
    final String insert;

    /** Prolongs what is held: life, lease, token. */
    final String renew;

    /** Asks whether it is held: lease, token. */
    final String isHeld;

    /** Ends what is held: lease, token. */
    final String release;

    /** Clocks are cut to milliseconds at both ends, so one more makes sure that no lease ends before its time. */
    LeaseSql(Dialect dialect, Tables tables) {
        String table = tables.lease();
        String now = dialect.now();
        String end = now + " + 1 + " + dialect.number();
        String held = " WHERE lease_id = ? AND token = ? AND expires_at > " + now;
        take = "UPDATE " + table + " SET token = " + dialect.greatest("token + 1", now + " * 1000")
                + ", holder = ?, expires_at = " + end + " WHERE lease_id = ? AND (expires_at <= " + now
                + " OR holder = ?)";
        token = "SELECT token FROM " + table + " WHERE lease_id = ?";
        insert = "INSERT INTO " + table + " (lease_id, namespace, name, holder, token, expires_at) VALUES (?, ?, ?, ?, "
                + now + " * 1000, " + end + ")";
        renew = "UPDATE " + table + " SET expires_at = " + end + held;
        isHeld = "SELECT 1 FROM " + table + held;
        release = "UPDATE " + table + " SET expires_at = 0" + held;
    }
}
