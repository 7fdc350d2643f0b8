package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Lease;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.contract.LeaseContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class MariaDbLeaseIT extends LeaseContract implements OneDatabase.OfMariaDb {

    private final MariaDbServer database;
    private final FaultProxy proxy;
    private final Jdbc jdbc;

    MariaDbLeaseIT(MariaDbServer database) {
        this.database = database;
        proxy = FaultProxy.to(database.jdbcUrl());
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
    protected Lease newLease() {
        return jdbc.lease();
    }

    @Override
    protected void lose(String namespace) throws Exception {
        Rows.loseLeases(database.dataSource(), namespace);
    }

    @Override
    protected void advance(String namespace, String name, long token) throws Exception {
        Rows.execute(
                database.dataSource(),
                "UPDATE terrace_lease SET token = " + token + " WHERE namespace = '" + namespace + "' AND name = '"
                        + name + "'");
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
