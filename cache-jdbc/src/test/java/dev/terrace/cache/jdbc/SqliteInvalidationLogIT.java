package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.contract.InvalidationLogContract;
import java.time.Duration;

class SqliteInvalidationLogIT extends InvalidationLogContract implements OneDatabase.OfSqlite {

    private final SqliteDatabase database;
    private final Gated gated;
    private final Jdbc jdbc;

    SqliteInvalidationLogIT(SqliteDatabase database) {
        this.database = database;
        gated = new Gated(database.dataSource());
        jdbc = Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofSeconds(1))
                .build();
    }

    @Override
    protected InvalidationLog newLog() {
        return jdbc.log();
    }

    @Override
    protected InvalidationLog newLog(int dependencies, int keys) {
        return Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofSeconds(1))
                .dependenciesRetained(dependencies)
                .keysRetained(keys)
                .build()
                .log();
    }

    @Override
    protected void lose(String namespace) throws Exception {
        Rows.lose(database.dataSource(), namespace);
    }

    @Override
    protected void makeNewer(String namespace) throws Exception {
        Rows.makeNewer(database.dataSource(), namespace);
    }

    @Override
    protected AutoCloseable stall() {
        return gated.shut();
    }
}
