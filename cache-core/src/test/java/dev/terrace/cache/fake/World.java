package dev.terrace.cache.fake;

import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.internal.key.KeyBytes;
import dev.terrace.cache.internal.key.KeyDigester;
import dev.terrace.cache.spi.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** One log, two far tiers and one clock for several nodes. */
public final class World implements AutoCloseable {

    public static final String CACHE = "texts";

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    public final FakeTime time = new FakeTime();
    public final FakeLog log = new FakeLog();
    public final FakeTier near = new FakeTier("near", time);
    public final FakeTier far = new FakeTier("far", time);
    private final List<Terrace> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** One process: its Terrace, its clients of the stores, its cache. */
    public record Node(Terrace terrace, FakeLog log, FakeTier near, FakeTier far, Cache<String, String> cache) {

        /** Every store is out of this node's reach, or in it again. */
        public void reaches(boolean stores) {
            log.reachable(stores);
            near.answer(stores ? FakeTier.Mode.UP : FakeTier.Mode.FAILING);
            far.answer(stores ? FakeTier.Mode.UP : FakeTier.Mode.FAILING);
        }
    }

    /** Starts a node whose cache has a heap and both far tiers, and what else is set. */
    public Node node(UnaryOperator<CacheBuilder<String, String>> settings) {
        return node(settings, false);
    }

    /** The same; each far tier answers so many calls at a time. */
    public Node node(UnaryOperator<CacheBuilder<String, String>> settings, int maximumCalls) {
        FakeTier nearest = near.another();
        FakeTier farthest = far.another();
        return node(
                log.another(),
                nearest,
                farthest,
                cache -> settings.apply(cache.tier(nearest, tier -> tier.maximumCalls(maximumCalls))
                        .tier(farthest, tier -> tier.maximumCalls(maximumCalls))),
                false);
    }

    /** The same; its appends may carry writes into its nearest far tier. */
    public Node node(UnaryOperator<CacheBuilder<String, String>> settings, boolean carries) {
        return node(log.another(), near.another(), far.another(), settings, carries);
    }

    private Node node(
            FakeLog client,
            FakeTier nearest,
            FakeTier farthest,
            UnaryOperator<CacheBuilder<String, String>> settings,
            boolean carries) {
        Terrace terrace = terrace(carries ? client.carriesInto(nearest) : client);
        CacheBuilder<String, String> builder = terrace.cache(CACHE, String.class, String.class)
                .heap(heap -> {})
                .tier(nearest)
                .tier(farthest)
                .codec(new TextCodec());
        return new Node(
                terrace, client, nearest, farthest, settings.apply(builder).build());
    }

    /** Starts a Terrace on a client of the log. */
    public Terrace terrace(FakeLog client) {
        Terrace terrace = Terrace.builder("test")
                .log(client)
                .time(time)
                .awaitLog(Duration.ofMillis(1))
                .build();
        nodes.add(terrace);
        return terrace;
    }

    /** Starts a Terrace without a log. */
    public Terrace alone() {
        Terrace terrace = Terrace.builder("test").time(time).build();
        nodes.add(terrace);
        return terrace;
    }

    /** Lets every node read the log. */
    public void poll() {
        time.advance(FakeLog.POLL);
    }

    /** Lets every node try again whatever it tries again. */
    public void heal() {
        time.advance(LONG_ENOUGH);
    }

    /** Runs on another thread. */
    public <T> Future<T> start(Callable<T> call) {
        return threads.submit(call);
    }

    /** The outcome of what was started. */
    public static <T> T result(Future<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no result", e);
        }
    }

    /** Waits for something that another thread does. */
    public static void until(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    /** The digest of a key of the nodes' cache. */
    public static Digest digest(String key) {
        return digest(CACHE, key);
    }

    public static Digest digest(String cache, Object key) {
        return new KeyDigester<>(cache, KeyBytes::of, 1024).digest(key);
    }

    @Override
    public void close() {
        nodes.forEach(Terrace::close);
        threads.shutdownNow();
    }
}
