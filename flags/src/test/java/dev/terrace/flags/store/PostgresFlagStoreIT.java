package dev.terrace.flags.store;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithPostgres;
import org.junit.jupiter.api.BeforeAll;

@WithPostgres
class PostgresFlagStoreIT extends FlagStoreContract {

    private final PostgresServer database;
    private final Jdbc jdbc;

    PostgresFlagStoreIT(PostgresServer database) {
        this.database = database;
        jdbc = Jdbc.builder(database.dataSource())
                .listenOn(database.dataSource())
                .build();
    }

    /** All tests share the database: making the tables takes longer than most of them. */
    @BeforeAll
    static void asksFirst(PostgresServer database) {}

    @Override
    Ledger newLedger() {
        return jdbc.ledger();
    }

    @Override
    InvalidationLog newLog() {
        return jdbc.log();
    }

    @Override
    void lose() throws Exception {
        Rows.lose(database.dataSource(), namespace);
    }
}
