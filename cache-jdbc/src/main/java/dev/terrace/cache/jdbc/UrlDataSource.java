package dev.terrace.cache.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections of a JDBC URL, made anew each time. Its text shows neither user nor password. Thread-safe. */
final class UrlDataSource implements DataSource {

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private volatile int loginTimeout;

    /**
     * Finds the driver.
     *
     * @throws IllegalStateException if no driver on the class path takes the URL
     */
    UrlDataSource(String url, Properties properties) {
        this.url = url;
        this.properties = properties;
        try {
            driver = DriverManager.getDriver(url);
        } catch (SQLException none) {
            throw new IllegalStateException(
                    "No JDBC driver on the class path takes " + Places.of(url, url)
                            + ": add that of the database, such as"
                            + " org.postgresql:postgresql, org.mariadb.jdbc:mariadb-java-client,"
                            + " org.xerial:sqlite-jdbc or com.h2database:h2, or correct the URL",
                    none);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = driver.connect(url, (Properties) properties.clone());
        if (connection == null) {
            throw new SQLException("the driver does not take " + Places.of(url, url) + " any more", "08001");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user and password are those of the URL's owner");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    /** Kept for the pool, which asks for what it has set; drivers are told by a property. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return Places.of(url, url);
    }
}
