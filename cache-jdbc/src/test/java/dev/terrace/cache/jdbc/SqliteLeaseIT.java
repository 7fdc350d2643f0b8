package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Lease;
import dev.terrace.testkit.SqliteDatabase;
import dev.terrace.testkit.contract.LeaseContract;
import java.time.Duration;

class SqliteLeaseIT extends LeaseContract implements OneDatabase.OfSqlite {

    private final SqliteDatabase database;
    private final Gated gated;
    private final Jdbc jdbc;

    SqliteLeaseIT(SqliteDatabase database) {
        this.database = database;
        gated = new Gated(database.dataSource());
        jdbc = Jdbc.builder(gated.dataSource())
                .statementTimeout(Duration.ofSeconds(1))
                .build();
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
        return gated.shut();
    }
}
