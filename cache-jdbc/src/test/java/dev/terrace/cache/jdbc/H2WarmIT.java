package dev.terrace.cache.jdbc;

import dev.terrace.testkit.H2Database;
import javax.sql.DataSource;

class H2WarmIT extends WarmContract implements OneDatabase.OfH2 {

    private final H2Database database;

    H2WarmIT(H2Database database) {
        this.database = database;
    }

    @Override
    DataSource dataSource() {
        return database.dataSource();
    }

    @Override
    String numbers(long most) {
        return "SELECT x FROM SYSTEM_RANGE(1, " + most + ")";
    }
}
