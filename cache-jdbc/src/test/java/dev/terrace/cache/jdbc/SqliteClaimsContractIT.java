package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.contract.ClaimsContract;
import java.time.Duration;

class SqliteClaimsContractIT extends ClaimsContract implements OneDatabase.OfSqlite {

    private final Gated gated;
    private final Jdbc jdbc;

    SqliteClaimsContractIT(SqliteDatabase database) {
        gated = new Gated(database.dataSource());
        jdbc = Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofSeconds(1))
                .build();
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
