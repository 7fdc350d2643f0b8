package dev.terrace.testkit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running PostgreSQL: the address of its maintenance database, and how it is ended. Immutable and thread-safe. */
record PostgresBackend(String jdbcUrl, Runnable end) {

    private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/?]+/)([^?]*)(\\?.*)?");

    PostgresBackend {
        if (!URL.matcher(jdbcUrl).matches()) {
            throw new IllegalArgumentException(
                    "not a URL of the form jdbc:postgresql://host:port/database?user=..: " + jdbcUrl);
        }
    }

    static PostgresBackend at(String host, int port, Runnable end) {
        return new PostgresBackend(
                "jdbc:postgresql://" + host + ":" + port + "/postgres?user=postgres&password=postgres", end);
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
