package dev.terrace.benchmarks;

import dev.terrace.cache.Answer;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Freshness;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.TierStats;
import dev.terrace.cache.WhenDisconnected;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A node with a heap in front of Redis, and its source. Its methods but {@link #miss} and {@link #read} are for one thread. */
final class BlackHoleNode implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofMillis(200);
    static final Duration LOAD = Duration.ofMillis(20);
    private static final Duration TOO_LONG = Duration.ofSeconds(1);
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration BRIEF = Duration.ofSeconds(1);
    /** Between two reads that ask whether all is well: a thousand of them last longer than any breaker pauses. */
    private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final String KEY = "key:";

    private final Terrace terrace;
    private final Store store;
    private final Cache<String, String> cache;
    private final String[] keys;
    private final AtomicIntegerArray loads;
    private final Map<String, String> others = new ConcurrentHashMap<>();
    private volatile boolean failing;
    private int next;
    private int asked;
    private long askedNanos = System.nanoTime() - ASK_NANOS;

    private BlackHoleNode(String redis, String namespace, int count, Duration silence, boolean stale) {
        store = Store.redis(redis);
        terrace = Terrace.builder(namespace)
                .log(store.log().get())
                .whenDisconnected(stale ? WhenDisconnected.SERVE_STALE : WhenDisconnected.RELOAD, silence)
                .build();
        cache = terrace.cache("values", String.class, String.class)
                .heap(heap -> heap.maximumSize(4L * count + 100_000).expireAfterWrite(stale ? BRIEF : LIFE))
                .tier(store.tier().get(), tier -> tier.expireAfterWrite(stale ? BRIEF : LIFE))
                .freshness(stale ? Freshness.strict().staleIfError(LIFE) : Freshness.strict())
                .loader((key, load) -> load(key))
                .build();
        loads = new AtomicIntegerArray(count);
        keys = new String[count];
        for (int i = 0; i < count; i++) {
            keys[i] = KEY + i;
            cache.get(keys[i]);
        }
    }

    static BlackHoleNode open(String redis, String namespace, int keys, Duration silence, boolean stale) {
        return new BlackHoleNode(redis, namespace, keys, silence, stale);
    }

    private String load(String key) {
        if (failing) {
            throw new IllegalStateException("the source is away");
        }
        if (key.startsWith(KEY)) {
            loads.incrementAndGet(Integer.parseInt(key.substring(KEY.length())));
        } else if (key.startsWith("miss:")) {
            Clock.pause((isTooLong(key) ? TOO_LONG : LOAD).toNanos());
        }
        return others.getOrDefault(key, "value of " + key);
    }

    /** Whether a key's loader takes longer than the deadline. */
    static boolean isTooLong(String key) {
        return key.endsWith("0");
    }

    /** How many keys a second are read for some time. */
    double hits(long nanos) {
        long start = System.nanoTime();
        long count = 0;
        long now = start;
        while (now - start < nanos) {
            for (int i = 0; i < 256; i++) {
                next = next + 1 == keys.length ? 0 : next + 1;
                if (cache.get(keys[next]).isEmpty()) {
                    throw new IllegalStateException("no value of " + keys[next]);
                }
            }
            count += 256;
            now = System.nanoTime();
        }
        return count * 1e9 / (now - start);
    }

    void forgetLoads() {
        for (int i = 0; i < loads.length(); i++) {
            loads.set(i, 0);
        }
    }

    /** How often the key was loaded that was loaded most. */
    int mostLoads() {
        int most = 0;
        for (int i = 0; i < loads.length(); i++) {
            most = Math.max(most, loads.get(i));
        }
        return most;
    }

    void sourceFails() {
        failing = true;
    }

    /** Reads a key under the deadline. */
    void miss(String key) {
        cache.answer(key, Freshness.strict().deadline(DEADLINE));
    }

    Answer<String> read(int key) {
        return cache.answer(keys[key % keys.length]);
    }

    void putFresh(String name) {
        for (int i = 0; i < 1_000; i++) {
            cache.put(name + ":" + i, "stored");
        }
    }

    /** Whether one of those that another node has put, each asked for once, is read from Redis. */
    boolean isFromRedis(String name) {
        long now = System.nanoTime();
        if (now - askedNanos < ASK_NANOS) {
            return false;
        }
        askedNanos = now;
        int number = asked++;
        return number < 1_000 && cache.answer(name + ":" + number).tier().equals("redis");
    }

    void hold(String key) {
        others.put(key, "old");
        cache.get(key);
        others.put(key, "new");
    }

    void invalidate(String key) {
        cache.invalidate(key);
    }

    boolean holdsStill(String key) {
        return cache.get(key).equals("old");
    }

    /** Whether all tiers are used. */
    boolean isWell() {
        cache.get("probe:" + asked++);
        return cache.stats().tiers().stream().noneMatch(TierStats::isOpen);
    }

    @Override
    public void close() {
        terrace.close();
        store.close();
    }
}
