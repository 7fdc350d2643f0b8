package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Ledger;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.contract.LedgerContract;
import java.time.Duration;

class SqliteLedgerIT extends LedgerContract implements OneDatabase.OfSqlite {

    private final SqliteDatabase database;
    private final Gated gated;
    private final Jdbc jdbc;

    SqliteLedgerIT(SqliteDatabase database) {
        this.database = database;
        gated = new Gated(database.dataSource());
        jdbc = Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofSeconds(1))
                .build();
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
        return gated.shut();
    }
}
