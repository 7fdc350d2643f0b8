package dev.terrace.cache.jdbc;

import java.util.Properties;

/** What drivers have to be told so that nothing waits for ever before JDBC's own timeouts can be set. */
final class Drivers {

    private static final int CONNECT_SECONDS = 5;

    private Drivers() {}

    /** The properties of a connection; what the URL says itself goes before. */
    static Properties bounded(String url, Properties credentials, Settings settings) {
        Properties properties = new Properties();
        properties.putAll(credentials);
        if (url.startsWith("jdbc:postgresql:")) {
            properties.setProperty("ApplicationName", "terrace");
            properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
            properties.setProperty("socketTimeout", String.valueOf(CONNECT_SECONDS + settings.networkMillis() / 1_000));
            properties.setProperty("tcpKeepAlive", "true");
        } else if (url.startsWith("jdbc:h2:")) {
            properties.setProperty(
                    "LOCK_TIMEOUT", String.valueOf(settings.statementTimeout().toMillis()));
        }
        return properties;
    }
}
