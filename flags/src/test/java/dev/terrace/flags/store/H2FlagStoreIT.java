package dev.terrace.flags.store;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.WithH2;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;

@WithH2
class H2FlagStoreIT extends FlagStoreContract {

    private final H2Database database;
    private final Jdbc jdbc;

    H2FlagStoreIT(H2Database database) {
        this.database = database;
        jdbc = Jdbc.on(database.dataSource());
    }

    /** All tests share the database: making the tables takes longer than most of them. */
    @BeforeAll
    static void asksFirst(H2Database database) {}

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

    /** Nobody can listen to H2. */
    @Override
    Duration pollIntervalBesideTheLog() {
        return Duration.ofMillis(50);
    }
}
