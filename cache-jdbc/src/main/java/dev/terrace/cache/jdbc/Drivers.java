package dev.terrace.cache.jdbc;

import java.util.Properties;

/** What drivers have to be told so that nothing waits for ever before JDBC's own timeouts can be set. */
final class Drivers {

    private static final int CONNECT_SECONDS = 5;
    private static final int CONNECTIONS = 20;

    private Drivers() {}

    /** How many connections are of use at most: SQLite has one writer, and those who wait for it sleep. */
    static int connections(String url) {
        return url.startsWith("jdbc:sqlite:") ? 1 : CONNECTIONS;
    }

    /** The properties of a connection; what the URL says itself goes before. */
    static Properties bounded(String url, Properties credentials, Settings settings) {
        Properties properties = new Properties();
        properties.putAll(credentials);
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("ApplicationName", "terrace");
            properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
            properties.setProperty("socketTimeout", String.valueOf(CONNECT_SECONDS + settings.networkMillis() / 1_000));
            properties.setProperty("tcpKeepAlive", "true");
        } else if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS * 1_000));
            properties.setProperty("socketTimeout", String.valueOf(CONNECT_SECONDS * 1_000 + settings.networkMillis()));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("useAffectedRows", "true");
            properties.setProperty("sessionVariables", "innodb_lock_wait_timeout=" + settings.statementSeconds());
        } else if (url.startsWith("jdbc:sqlite:")) {
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "NORMAL");
            properties.setProperty(
                    "busy_timeout", String.valueOf(settings.statementTimeout().toMillis()));
            properties.setProperty("transaction_mode", "IMMEDIATE");
        } else if (url.startsWith("jdbc:h2:")) {
            properties.setProperty(
                    "LOCK_TIMEOUT", String.valueOf(settings.statementTimeout().toMillis()));
        }
        return properties;
    }
}
