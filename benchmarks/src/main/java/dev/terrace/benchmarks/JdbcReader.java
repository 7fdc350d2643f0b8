package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/*
 * Lines and answers:
 *
 *   get THREADS PAIRS MILLIS     reads one key after the other; calls a second, for each pair
 *   put THREADS PAIRS MILLIS     writes over one key after the other
 *   loads                        how many values were loaded, and puts not LOGGED, since that was asked last: the database was too slow
 */
/** A node that reads from a database what is there, or writes over it, beside a bare statement through the same pool. */
final class JdbcReader implements Duty {

    static final String NAME = "jdbc-reader";
    static final int KEYS = 10_000;

    private static final int VALUE_BYTES = 100;
    private static final int BATCH = 500;
    private static final int FILL_SECONDS = 60;
    private static final String PREFIX = "product:";
    private static final String SELECT = "SELECT content FROM raw_values WHERE id = ?";

    private final Jdbc jdbc;
    private final Terrace terrace;
    private final Cache<String, String> cache;
    private final DataSource pool;
    private final String upsert;
    private final String[] keys = new String[KEYS];
    private final LongAdder loads = new LongAdder();

    private JdbcReader(String address) {
        boolean postgres = address.startsWith("jdbc:");
        jdbc = postgres ? Jdbc.at(address, "", "") : Jdbc.embedded(Path.of(address));
        upsert = postgres
                ? "INSERT INTO raw_values (id, content) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET content = EXCLUDED.content"
                : "MERGE INTO raw_values (id, content) KEY (id) VALUES (?, ?)";
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

    /** On the PostgreSQL at a URL, or on the H2 in a file. */
    static JdbcReader open(String address) {
        return new JdbcReader(address);
    }

    private void fill() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement schema = connection.createStatement()) {
            schema.execute("CREATE TABLE IF NOT EXISTS raw_values (id VARCHAR(64) PRIMARY KEY, content VARCHAR(200))");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(upsert)) {
                for (int i = 0; i < KEYS; i++) {
                    keys[i] = PREFIX + i;
                    insert.setString(1, keys[i]);
                    insert.setString(2, value(i));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
            schema.execute(upsert.startsWith("MERGE") ? "ANALYZE TABLE raw_values" : "ANALYZE raw_values");
        }
        // Stores what it loads, after it has answered.
        Clock.await("a tier with all values", FILL_SECONDS, () -> {
            loads.reset();
            for (int from = 0; from < KEYS; from += BATCH) {
                cache.getAll(List.of(keys).subList(from, from + BATCH));
            }
            return loads.sum() == 0;
        });
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
        boolean gets = line.startsWith("get ");
        try (Duel duel = gets
                ? new Duel(
                        numbers[0], random(key -> check(cache.get(keys[key]))), random(key -> check(select(keys[key]))))
                : new Duel(numbers[0], random(this::put), random(this::upsert))) {
            return Duels.answer(duel.fight(numbers[1], TimeUnit.MILLISECONDS.toNanos(numbers[2])));
        }
    }

    /** Does something with one key after the other. */
    private static IntFunction<Runnable> random(IntConsumer call) {
        return thread -> {
            Random random = Duel.random(thread);
            return () -> call.accept(random.nextInt(KEYS));
        };
    }

    private void put(int key) {
        if (cache.put(keys[key], value(key)) != Receipt.LOGGED) {
            loads.increment();
        }
    }

    private void upsert(int key) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(upsert)) {
            statement.setString(1, keys[key]);
            statement.setString(2, value(key));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
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
            throw failed(e);
        }
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("the bare statement failed", e);
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
