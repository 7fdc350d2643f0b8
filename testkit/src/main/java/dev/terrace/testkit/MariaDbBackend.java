package dev.terrace.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running MariaDB: the address of a database that every server has, and how it is ended. Immutable and thread-safe. */
record MariaDbBackend(String jdbcUrl, Runnable end) {

    static final String USER = "terrace";
    static final String PASSWORD = "terrace";

    private static final Pattern URL = Pattern.compile("(jdbc:mariadb://[^/?]+/)([^?]*)(\\?.*)?");

    MariaDbBackend {
        if (!URL.matcher(jdbcUrl).matches()) {
            throw new IllegalArgumentException(
                    "not a URL of the form jdbc:mariadb://host:port/database?user=..: " + jdbcUrl);
        }
    }

    static MariaDbBackend at(String host, int port, Runnable end) {
        return new MariaDbBackend(
                "jdbc:mariadb://" + host + ":" + port + "/mysql?user=" + USER + "&password=" + PASSWORD
                        + "&sslMode=disable",
                end);
    }

    /** The same server and user, another database. */
    String jdbcUrl(String database) {
        Matcher parts = URL.matcher(jdbcUrl);
        if (!parts.matches()) {
            throw new AssertionError(jdbcUrl);
        }
        String parameters = parts.group(3);
        return parts.group(1) + database + (parameters == null ? "" : parameters);
    }
}
