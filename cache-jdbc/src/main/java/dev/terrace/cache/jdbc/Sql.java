package dev.terrace.cache.jdbc;

/**
 * Every statement in one dialect, for one set of tables. Immutable.
 *
 * @param isolate whether the connections come with another isolation than READ COMMITTED
 * @param largest the most bytes that a statement may have with all its parameters
 */
record Sql(
        Dialect dialect,
        boolean isolate,
        long largest,
        EntrySql entry,
        ClaimSql claim,
        LogSql log,
        LeaseSql lease,
        LedgerSql ledger,
        EvidenceSql evidence) {

    Sql(Dialect dialect, boolean isolate, long largest, Tables tables) {
        this(
                dialect,
                isolate,
                largest,
                new EntrySql(dialect, tables),
                new ClaimSql(dialect, tables),
                new LogSql(dialect, tables),
                new LeaseSql(dialect, tables),
                new LedgerSql(dialect, tables),
                new EvidenceSql(dialect, tables));
    }
}
