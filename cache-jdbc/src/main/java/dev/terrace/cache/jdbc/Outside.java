package dev.terrace.cache.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds connections beside a user's pool. */
final class Outside {

    private Outside() {}

    /** Connections such as the pool makes for itself, if it says how; else null. Does not connect. */
    static @Nullable DataSource of(DataSource users, Settings settings) {
        try {
            if (!users.isWrapperFor(HikariDataSource.class)) {
                return null;
            }
            HikariDataSource pool = users.unwrap(HikariDataSource.class);
            String url = pool.getJdbcUrl();
            if (pool.getDataSource() != null || url == null) {
                return pool.getDataSource();
            }
            return new UrlDataSource(url, Drivers.bounded(url, properties(pool), settings));
        } catch (SQLException | RuntimeException unknown) {
            return null; // listening is not worth a failure
        }
    }

    private static Properties properties(HikariDataSource pool) {
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        if (pool.getUsername() != null) {
            properties.setProperty("user", pool.getUsername());
        }
        if (pool.getPassword() != null) {
            properties.setProperty("password", pool.getPassword());
        }
        return properties;
    }
}
