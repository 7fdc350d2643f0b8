package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.contract.ClaimsContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class MariaDbClaimsContractIT extends ClaimsContract implements OneDatabase.OfMariaDb {

    private final FaultProxy proxy;
    private final Jdbc jdbc;

    MariaDbClaimsContractIT(MariaDbServer server) {
        proxy = FaultProxy.to(server.jdbcUrl());
        jdbc = Jdbc.builder(proxy.uri(), "", "")
                .statementTimeout(Duration.ofSeconds(2))
                .build();
    }

    @AfterEach
    void close() {
        jdbc.close();
        proxy.close();
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
