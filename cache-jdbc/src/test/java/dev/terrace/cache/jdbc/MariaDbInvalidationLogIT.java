package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.contract.InvalidationLogContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class MariaDbInvalidationLogIT extends InvalidationLogContract implements OneDatabase.OfMariaDb {

    private final MariaDbServer server;
    private final FaultProxy proxy;
    private final Jdbc jdbc;

    MariaDbInvalidationLogIT(MariaDbServer server) {
        this.server = server;
        proxy = FaultProxy.to(server.jdbcUrl());
        jdbc = Jdbc.builder(proxy.uri(), "", "")
                .statementTimeout(Duration.ofSeconds(1))
                .build();
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
    protected InvalidationLog newLog(int dependencies, int keys) {
        return Jdbc.builder(jdbc.dataSource())
                .statementTimeout(Duration.ofSeconds(1))
                .dependenciesRetained(dependencies)
                .keysRetained(keys)
                .build()
                .log();
    }

    @Override
    protected void lose(String namespace) throws Exception {
        Rows.lose(server.dataSource(), namespace);
    }

    @Override
    protected void makeNewer(String namespace) throws Exception {
        Rows.makeNewer(server.dataSource(), namespace);
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
