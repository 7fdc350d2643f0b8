package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.contract.CacheContract;
import org.junit.jupiter.api.AfterEach;

class MariaDbCacheIT extends CacheContract implements OneDatabase.OfMariaDb {

    private final FaultProxy proxy;
    private final Jdbc jdbc;

    MariaDbCacheIT(MariaDbServer server) {
        proxy = FaultProxy.to(server.jdbcUrl());
        jdbc = Jdbc.at(proxy.uri(), "", "");
    }

    @AfterEach
    void close() {
        jdbc.close();
        proxy.close();
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
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
