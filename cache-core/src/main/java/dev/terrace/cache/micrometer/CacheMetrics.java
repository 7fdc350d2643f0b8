package dev.terrace.cache.micrometer;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.Latencies;
import dev.terrace.cache.TierStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one cache: Micrometer's standard {@code cache.*} for the whole, and for its tiers, which those have no room
 * for, {@code terrace.cache.tier.gets} (result: hit, miss, distrusted, damaged, failure), {@code terrace.cache.tier.puts}
 * (result: stored, refused, failure), {@code terrace.cache.tier.duration} (operation: get, put) and {@code terrace.cache.tier.open} (1 while a
 * breaker keeps calls from it). Loads are {@code terrace.cache.loads} (outcome: success, failure) and {@code terrace.cache.load.duration},
 * answers that were stale {@code terrace.cache.stale}.
 *
 * <p>The cache is held weakly. Thread-safe.
 *
 * @since 0.1.0
 */
public final class CacheMetrics extends CacheMeterBinder<Cache<?, ?>> {

    private final Iterable<Tag> tags;

    private CacheMetrics(Cache<?, ?> cache, Iterable<Tag> tags) {
        super(cache, cache.name(), tags);
        this.tags = Tags.concat(tags, "cache", cache.name());
    }

    /**
     * Registers the meters of a cache.
     *
     * @param registry where to
     * @param cache the cache
     * @param tags tags for all of its meters, beside {@code cache}
     * @param <C> the type of the cache
     * @return the cache
     */
    public static <C extends Cache<?, ?>> C monitor(MeterRegistry registry, C cache, Iterable<Tag> tags) {
        new CacheMetrics(cache, tags).bindTo(registry);
        return cache;
    }

    /**
     * The same as a binder, for those who register by themselves.
     *
     * @param cache the cache
     * @param tags tags for all of its meters, beside {@code cache}
     * @return a new one
     */
    public static MeterBinder of(Cache<?, ?> cache, Iterable<Tag> tags) {
        return new CacheMetrics(cache, tags);
    }

    @Override
    protected @Nullable Long size() {
        return read(CacheStats::heapSize);
    }

    @Override
    protected long hitCount() {
        return read(CacheStats::hits);
    }

    @Override
    protected @Nullable Long missCount() {
        return read(CacheStats::misses);
    }

    @Override
    protected @Nullable Long evictionCount() {
        return read(CacheStats::evictions);
    }

    @Override
    protected long putCount() {
        return read(CacheStats::puts);
    }

    @Override
    protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
        Cache<?, ?> cache = getCache();
        if (cache != null) {
            new Meters<Cache<?, ?>>(registry, cache, tags)
                    .count("cache.removals", Tags.empty(), of(CacheStats::invalidations));
            bindOwn(registry, cache, tags);
        }
    }

    /**
     * A binder of the meters that begin with {@code terrace}, without the standard ones: for a cache whose standard ones somebody else has.
     *
     * @param cache the cache
     * @param tags tags for all of its meters, beside {@code cache}
     * @return a new one
     */
    public static MeterBinder own(Cache<?, ?> cache, Iterable<Tag> tags) {
        return registry -> bindOwn(registry, cache, Tags.concat(tags, "cache", cache.name()));
    }

    private static void bindOwn(MeterRegistry registry, Cache<?, ?> cache, Iterable<Tag> tags) {
        Meters<Cache<?, ?>> whole = new Meters<>(registry, cache, tags);
        whole.count("terrace.cache.loads", Tags.of("outcome", "success"), of(CacheStats::loads));
        whole.count("terrace.cache.loads", Tags.of("outcome", "failure"), of(CacheStats::loadFailures));
        whole.count("terrace.cache.stale", Tags.empty(), of(CacheStats::stale));
        FunctionTimer.builder(
                        "terrace.cache.load.duration",
                        cache,
                        c -> c.stats().loads() + c.stats().loadFailures(),
                        c -> c.stats().loadTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .description("Time spent in loaders")
                .register(registry);
        List<TierStats> tiers = cache.stats().tiers();
        for (int i = 0; i < tiers.size(); i++) {
            bindTier(
                    new Meters<>(
                            registry,
                            cache,
                            Tags.concat(tags, "tier", tiers.get(i).tier())),
                    i);
        }
    }

    private static void bindTier(Meters<Cache<?, ?>> meters, int tier) {
        String gets = "terrace.cache.tier.gets";
        meters.count(gets, Tags.of("result", "hit"), of(tier, TierStats::hits));
        meters.count(gets, Tags.of("result", "miss"), of(tier, TierStats::misses));
        meters.count(gets, Tags.of("result", "distrusted"), of(tier, TierStats::distrusted));
        meters.count(gets, Tags.of("result", "damaged"), of(tier, TierStats::damaged));
        meters.count(gets, Tags.of("result", "failure"), of(tier, TierStats::failures));
        meters.count(gets, Tags.of("result", "skipped"), of(tier, TierStats::skipped));
        String puts = "terrace.cache.tier.puts";
        meters.count(puts, Tags.of("result", "stored"), of(tier, TierStats::puts));
        meters.count(puts, Tags.of("result", "refused"), of(tier, TierStats::refusedPuts));
        meters.count(puts, Tags.of("result", "failure"), of(tier, TierStats::failedPuts));
        Gauge.builder(
                        "terrace.cache.tier.open",
                        meters.cache,
                        cache -> cache.stats().tiers().get(tier).isOpen() ? 1 : 0)
                .description(
                        "1 while the cache does not call the tier, because that fails, or tries whether it answers")
                .tags(meters.tags)
                .register(meters.registry);
        meters.time("get", tier, TierStats::reads);
        meters.time("put", tier, TierStats::writes);
    }

    private long read(ToLongFunction<CacheStats> figure) {
        Cache<?, ?> cache = getCache();
        return cache == null ? 0 : figure.applyAsLong(cache.stats());
    }

    private static ToLongFunction<Cache<?, ?>> of(ToLongFunction<CacheStats> figure) {
        return cache -> figure.applyAsLong(cache.stats());
    }

    private static ToLongFunction<Cache<?, ?>> of(int tier, ToLongFunction<TierStats> figure) {
        return cache -> figure.applyAsLong(cache.stats().tiers().get(tier));
    }

    /** Registers meters of one cache under common tags. */
    private record Meters<C extends Cache<?, ?>>(MeterRegistry registry, C cache, Iterable<Tag> tags) {

        void count(String name, Tags more, ToLongFunction<? super C> figure) {
            FunctionCounter.builder(name, cache, figure::applyAsLong)
                    .tags(Tags.concat(tags, more))
                    .register(registry);
        }

        void time(String operation, int tier, Function<TierStats, Latencies> latencies) {
            Function<C, Latencies> of = c -> latencies.apply(c.stats().tiers().get(tier));
            FunctionTimer.builder(
                            "terrace.cache.tier.duration",
                            cache,
                            c -> of.apply(c).count(),
                            c -> of.apply(c).total().toNanos(),
                            TimeUnit.NANOSECONDS)
                    .tags(Tags.concat(tags, "operation", operation))
                    .register(registry);
        }
    }
}
