package dev.terrace.cache.jdbc;

/**
 * Every statement in one dialect, for one set of tables. Immutable.
 *
 * @param isolate whether the connections come with another isolation than READ COMMITTED
 */
record Sql(
        Dialect dialect,
        boolean isolate,
        EntrySql entry,
        LogSql log,
        LeaseSql lease,
        LedgerSql ledger,
        EvidenceSql evidence) {

    Sql(Dialect dialect, boolean isolate, Tables tables) {
        this(
                dialect,
                isolate,
                new EntrySql(dialect, tables),
                new LogSql(dialect, tables),
                new LeaseSql(dialect, tables),
                new LedgerSql(dialect, tables),
                new EvidenceSql(dialect, tables));
    }
}
