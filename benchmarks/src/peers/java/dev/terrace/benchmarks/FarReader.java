package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Lines and answers:
 *
 *   get THREADS BYTES ROUNDS MILLIS    reads one key after the other
 *   all KEYS ROUNDS MILLIS             reads so many keys of 100 bytes at a time, on one thread
 *   failed                             how often each had not every value since that was asked last
 *
 * Values are letters and digits at random, so that none is smaller for one that compresses.
 */
/** A process that reads from Redis what is there, by several libraries. */
final class FarReader implements Duty {

    static final String NAME = "far-reader";
    static final int SMALL = 100;
    static final int LARGE = 10_240;
    /** Of either size; as many as take about a megabyte, or ten. */
    static final int SMALL_KEYS = 10_000;

    static final int LARGE_KEYS = 1_000;

    /** By their names in the table; the first is what the others are compared with. */
    static final Map<String, Function<String, FarCache>> CONTENDERS = contenders();

    private static final int ORDERS = 64;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final List<FarCache> caches = new ArrayList<>();
    private final Map<Integer, List<String>> keys = new LinkedHashMap<>();
    private final AtomicLongArray failed = new AtomicLongArray(CONTENDERS.size());

    private FarReader() {}

    static FarReader open(String redis) {
        FarReader reader = new FarReader();
        try {
            CONTENDERS.values().forEach(contender -> reader.caches.add(contender.apply(redis)));
            return reader;
        } catch (RuntimeException failure) {
            reader.close();
            throw failure;
        }
    }

    private static Map<String, Function<String, FarCache>> contenders() {
        Map<String, Function<String, FarCache>> contenders = new LinkedHashMap<>();
        contenders.put("raw Lettuce", RawRedis::new);
        contenders.put("**Terrace**", TerraceRedis::new);
        contenders.put("Spring `RedisCache`", SpringRedis::new);
        contenders.put("Redisson buckets", RedissonRedis.Buckets::new);
        contenders.put("Redisson `RMapCache`", RedissonRedis.MapCache::new);
        contenders.put("JetCache remote", JetCacheRedis::new);
        return contenders;
    }

    @Override
    public String answer(String line) {
        if (line.equals("failed")) {
            double[] counts = new double[failed.length()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = failed.getAndSet(i, 0);
            }
            return Contest.answer(List.of(counts));
        }
        int[] numbers = Duels.numbers(line, 1);
        return line.startsWith("get ")
                ? fight(numbers[0], gets(numbers[1]), numbers[2], numbers[3])
                : fight(1, batches(numbers[0]), numbers[1], numbers[2]);
    }

    private static String fight(int threads, List<@Nullable IntFunction<Runnable>> contenders, int rounds, int millis) {
        try (Contest contest = new Contest(threads, contenders)) {
            return Contest.answer(contest.fight(rounds, TimeUnit.MILLISECONDS.toNanos(millis)));
        }
    }

    private List<@Nullable IntFunction<Runnable>> gets(int bytes) {
        List<String> names = filled(bytes);
        List<@Nullable IntFunction<Runnable>> gets = new ArrayList<>();
        for (int i = 0; i < caches.size(); i++) {
            FarCache cache = caches.get(i);
            int number = i;
            gets.add(thread -> {
                Random random = Duel.random(thread);
                return () -> {
                    String value = cache.get(names.get(random.nextInt(names.size())));
                    if (value == null || value.length() != bytes) {
                        failed.incrementAndGet(number);
                    }
                };
            });
        }
        return gets;
    }

    private List<@Nullable IntFunction<Runnable>> batches(int size) {
        List<String> names = filled(SMALL);
        List<List<String>> orders = new ArrayList<>();
        Random shuffles = new Random(size);
        for (int i = 0; i < ORDERS; i++) {
            List<String> shuffled = new ArrayList<>(names);
            Collections.shuffle(shuffled, shuffles);
            orders.add(List.copyOf(shuffled.subList(0, size)));
        }
        List<@Nullable IntFunction<Runnable>> batches = new ArrayList<>();
        for (int i = 0; i < caches.size(); i++) {
            batches.add(batches(i, orders, size));
        }
        return batches;
    }

    private @Nullable IntFunction<Runnable> batches(int number, List<List<String>> orders, int size) {
        List<IntSupplier> reads = new ArrayList<>();
        for (List<String> order : orders) {
            IntSupplier batch = caches.get(number).batch(order);
            if (batch == null) {
                return null;
            }
            reads.add(batch);
        }
        return thread -> {
            Random random = Duel.random(thread);
            return () -> {
                if (reads.get(random.nextInt(ORDERS)).getAsInt() != size) {
                    failed.incrementAndGet(number);
                }
            };
        };
    }

    /** The keys of values of a size, which every contender then holds. */
    private List<String> filled(int bytes) {
        return Objects.requireNonNull(keys.computeIfAbsent(bytes, size -> {
            List<String> names = new ArrayList<>();
            Random random = new Random(size);
            for (int i = 0; i < (size == SMALL ? SMALL_KEYS : LARGE_KEYS); i++) {
                String name = "product:" + size + ":" + i;
                String value = text(size, random);
                names.add(name);
                caches.forEach(cache -> cache.put(name, value));
            }
            return names;
        }));
    }

    private static String text(int length, Random random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    @Override
    public void close() {
        caches.forEach(FarCache::close);
    }
}
