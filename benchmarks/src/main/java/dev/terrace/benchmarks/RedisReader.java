package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/*
 * Lines and answers:
 *
 *   get THREADS PAIRS MILLIS     reads one key after the other; calls a second, for each pair
 *   all KEYS PAIRS MILLIS        reads so many keys at a time, on one thread; calls a second, for each pair
 *   loads                        how many values were loaded since that was asked last, because Redis was too slow
 *
 * The other side is Lettuce as it comes: one connection for all threads, its default options, texts.
 */
/** A node that reads from Redis what is there, beside bare commands to the same server. */
final class RedisReader implements Duty {

    static final String NAME = "redis-reader";
    static final int KEYS = 10_000;

    private static final int VALUE_BYTES = 100;
    private static final int ORDERS = 64;
    private static final String PREFIX = "product:";

    private final Node node;
    private final Cache<String, String> cache;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final List<String> keys = new ArrayList<>(KEYS);
    private final LongAdder loads = new LongAdder();

    private RedisReader(String redis) {
        node = Node.open(NAME, Store.redis(redis));
        cache = node.terrace()
                .cache("values", String.class, String.class)
                .tier(node.store().tier().get(), tier -> tier.expireAfterWrite(Duration.ofHours(12)))
                .loader((key, load) -> {
                    loads.increment();
                    return value(Integer.parseInt(key.substring(PREFIX.length())));
                })
                .build();
        client = RedisClient.create(redis);
        connection = client.connect();
        for (int i = 0; i < KEYS; i++) {
            keys.add(PREFIX + i);
            connection.sync().set(keys.get(i), value(i));
            cache.put(keys.get(i), value(i));
        }
    }

    static RedisReader open(String redis) {
        return new RedisReader(redis);
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
        long nanos = TimeUnit.MILLISECONDS.toNanos(numbers[2]);
        RedisCommands<String, String> raw = connection.sync();
        if (line.startsWith("get ")) {
            try (Duel duel = new Duel(
                    numbers[0],
                    thread -> {
                        Random random = Duel.random(thread);
                        return () -> check(cache.get(keys.get(random.nextInt(KEYS))));
                    },
                    thread -> {
                        Random random = Duel.random(thread);
                        return () -> check(raw.get(keys.get(random.nextInt(KEYS))));
                    })) {
                return Duels.answer(duel.fight(numbers[1], nanos));
            }
        }
        List<List<String>> batches = batches(numbers[0]);
        List<String[]> arrays =
                batches.stream().map(batch -> batch.toArray(String[]::new)).toList();
        try (Duel duel = new Duel(
                1,
                thread -> {
                    Random random = Duel.random(thread);
                    return () -> check(
                            numbers[0],
                            cache.getAll(batches.get(random.nextInt(ORDERS))).size());
                },
                thread -> {
                    Random random = Duel.random(thread);
                    return () -> check(
                            numbers[0],
                            raw.mget(arrays.get(random.nextInt(ORDERS))).size());
                })) {
            return Duels.answer(duel.fight(numbers[1], nanos));
        }
    }

    private List<List<String>> batches(int size) {
        List<List<String>> batches = new ArrayList<>();
        Random random = new Random(size);
        for (int i = 0; i < ORDERS; i++) {
            List<String> shuffled = new ArrayList<>(keys);
            Collections.shuffle(shuffled, random);
            batches.add(List.copyOf(shuffled.subList(0, size)));
        }
        return batches;
    }

    private static void check(String value) {
        check(VALUE_BYTES, value == null ? 0 : value.length());
    }

    private static void check(int wanted, int got) {
        if (got != wanted) {
            throw new IllegalStateException("read " + got + " in the place of " + wanted);
        }
    }

    @Override
    public void close() {
        node.close();
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }
}
