package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.contract.CacheContract;

class H2CacheContractIT extends CacheContract implements OneDatabase.OfH2 {

    private final Gated gated;
    private final Jdbc jdbc;

    H2CacheContractIT(H2Database database) {
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
