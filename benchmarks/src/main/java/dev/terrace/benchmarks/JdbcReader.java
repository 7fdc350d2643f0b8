package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/*
 * Lines and answers:
 *
 *   get THREADS PAIRS MILLIS     reads one key after the other; calls a second, for each pair
 *   loads                        how many values were loaded since that was asked last, because the database was too slow
 */
/** A node that reads from a database what is there, beside a bare statement through the same pool. */
final class JdbcReader implements Duty {

    static final String NAME = "jdbc-reader";
    static final int KEYS = 10_000;

    private static final int VALUE_BYTES = 100;
    private static final String PREFIX = "product:";
    private static final String SELECT = "SELECT value FROM raw_values WHERE id = ?";

    private final Jdbc jdbc;
    private final Terrace terrace;
    private final Cache<String, String> cache;
    private final DataSource pool;
    private final String[] keys = new String[KEYS];
    private final LongAdder loads = new LongAdder();

    private JdbcReader(String url) {
        jdbc = Jdbc.at(url, "", "");
        terrace = Terrace.builder(NAME).log(jdbc.log()).build();
        cache = terrace.cache("values", String.class, String.class)
                .tier(jdbc.tier(), tier -> tier.expireAfterWrite(Duration.ofHours(12)))
                .loader((key, load) -> {
                    loads.increment();
                    return value(Integer.parseInt(key.substring(PREFIX.length())));
                })
                .build();
        pool = jdbc.dataSource();
        try {
            fill();
        } catch (SQLException e) {
            close();
            throw new IllegalStateException("the table to compare with cannot be filled", e);
        }
    }

    static JdbcReader open(String url) {
        return new JdbcReader(url);
    }

    private void fill() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement schema = connection.createStatement()) {
            schema.execute("CREATE TABLE IF NOT EXISTS raw_values (id VARCHAR(64) PRIMARY KEY, value VARCHAR(200))");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO raw_values (id, value) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")) {
                for (int i = 0; i < KEYS; i++) {
                    keys[i] = PREFIX + i;
                    insert.setString(1, keys[i]);
                    insert.setString(2, value(i));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            schema.execute("ANALYZE raw_values");
        }
        for (int i = 0; i < KEYS; i++) {
            cache.get(keys[i]); // stores what it loads
        }
    }

    private static String value(int number) {
        String start = number + ":";
        return start + "x".repeat(VALUE_BYTES - start.length());
    }

    @Override
    public String answer(String line) {
        if (line.equals("loads")) {
            return Long.toString(loads.sumThenReset());
        }
        int[] numbers = Duels.numbers(line, 1);
        try (Duel duel = new Duel(
                numbers[0],
                thread -> {
                    Random random = Duel.random(thread);
                    return () -> check(cache.get(keys[random.nextInt(KEYS)]));
                },
                thread -> {
                    Random random = Duel.random(thread);
                    return () -> check(select(keys[random.nextInt(KEYS)]));
                })) {
            return Duels.answer(duel.fight(numbers[1], TimeUnit.MILLISECONDS.toNanos(numbers[2])));
        }
    }

    private String select(String key) {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the bare statement failed", e);
        }
    }

    private static void check(String value) {
        if (value.length() != VALUE_BYTES) {
            throw new IllegalStateException("read " + value.length() + " characters");
        }
    }

    @Override
    public void close() {
        terrace.close();
        jdbc.close();
    }
}
