package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.contract.CacheContract;

class SqliteCacheIT extends CacheContract implements OneDatabase.OfSqlite {

    private final Gated gated;
    private final Jdbc jdbc;

    SqliteCacheIT(SqliteDatabase database) {
        gated = new Gated(database.dataSource());
        jdbc = Jdbc.on(gated.dataSource());
    }

    @Override
    protected InvalidationLog newLog() {
        return jdbc.log();
    }

    @Override
    protected Tier newTier() {
        return jdbc.tier();
    }

    @Override
    protected AutoCloseable stall() {
        return gated.shut();
    }
}
