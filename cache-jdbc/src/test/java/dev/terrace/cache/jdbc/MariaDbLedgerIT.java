package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Ledger;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.MariaDbServer;
import dev.terrace.testkit.contract.LedgerContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class MariaDbLedgerIT extends LedgerContract implements OneDatabase.OfMariaDb {

    private final MariaDbServer database;
    private final FaultProxy proxy;
    private final Jdbc jdbc;

    MariaDbLedgerIT(MariaDbServer database) {
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
    protected Ledger newLedger() {
        return jdbc.ledger();
    }

    @Override
    protected void lose(String namespace) throws Exception {
        Rows.loseLedger(database.dataSource(), namespace);
    }

    @Override
    protected void makeNewer(String namespace, String collection) throws Exception {
        Rows.makeNewer(database.dataSource(), namespace, collection);
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
