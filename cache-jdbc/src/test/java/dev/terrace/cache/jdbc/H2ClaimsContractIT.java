package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.contract.ClaimsContract;
import java.time.Duration;

class H2ClaimsContractIT extends ClaimsContract implements OneDatabase.OfH2 {

    private final Gated gated;
    private final Jdbc jdbc;

    H2ClaimsContractIT(H2Database database) {
        gated = new Gated(database.dataSource());
        jdbc = Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofSeconds(2))
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
