package dev.terrace.cache.analytics;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.CacheConfigurationException;
import dev.terrace.cache.CacheEvent;
import dev.terrace.cache.Inspection;
import dev.terrace.cache.ListenerStats;
import dev.terrace.cache.ReadObserver;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.TierStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one cache while it is used: its figures over windows, which keys are hot, how old what it serves is, what a bigger or smaller heap
 * would give, and, if it is told how to ask the source, whether what the tiers would serve is what the source has.
 *
 * <pre>{@code
 * CacheAnalytics<Long> analytics = CacheAnalytics.<Long>builder(terrace).build();
 * Cache<Long, Product> products = analytics.watch(
 *         terrace.cache("products", Long.class, Product.class).loader(this::load));
 *
 * AnalyticsSnapshot now = analytics.snapshot();
 * }</pre>
 *
 * <p>A heap hit that is not in the sample costs a hash of its key more and a number that is counted down, and the read of one field while a busy
 * cache is left alone; it allocates nothing and waits for nobody. What
 * looks at the sample runs on threads of the Terrace, and everything is bounded: about four megabytes for each cache, and references to some
 * thousands of its keys.
 *
 * <p>Keys are answered to whoever asks for them, and never logged, and no meter has them. Thread-safe. Close it before its Terrace.
 *
 * @param <K> the type of the keys; their {@code hashCode} has to spread them, as any hash map wants it
 * @since 0.1.0
 */
public final class CacheAnalytics<K> implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Terrace terrace;
    private final @Nullable Hearing hearing;
    private final @Nullable VerifierSettings<K> verification;
    private final SampleRing<K> ring = new SampleRing<>();
    private final Sampler<K> sampler = new Sampler<>(ring);
    private volatile @Nullable Started<K> started;
    private boolean closed;

    private CacheAnalytics(Builder<K> builder) {
        terrace = builder.terrace;
        hearing = builder.hearing;
        verification = builder.verification;
    }

    /** What there is once a cache is watched. */
    private record Started<K>(
            Inspection<K, ?> inspection,
            Watching<K> watching,
            @Nullable Verifier<K> verifier,
            Pulse pulse,
            Consumer<CacheEvent> ear) {}

    /**
     * Begins the analytics of a cache.
     *
     * @param terrace the Terrace of the cache, whose time and threads they use
     * @param <K> the type of the cache's keys
     * @return a builder
     */
    public static <K> Builder<K> builder(Terrace terrace) {
        return new Builder<>(terrace);
    }

    /**
     * What the cache is to be built with, for {@link CacheBuilder#observer}. It samples nothing before {@link #start}.
     *
     * @return always the same
     */
    public ReadObserver<K> observer() {
        return sampler;
    }

    /**
     * Builds a cache and watches it from now on.
     *
     * @param builder the cache's settings, without {@link #observer()}
     * @param <V> the type of the values
     * @return the cache
     * @throws CacheConfigurationException as {@link CacheBuilder#build()}
     * @throws IllegalStateException as {@link #start}
     */
    public <V extends @Nullable Object> Cache<K, V> watch(CacheBuilder<K, V> builder) {
        Cache<K, V> cache = builder.observer(sampler).build();
        start(cache);
        return cache;
    }

    /**
     * Watches a cache from now on that was built with {@link #observer()}.
     *
     * @param cache the cache, of the Terrace that the builder was given
     * @throws IllegalArgumentException if it is of another Terrace
     * @throws IllegalStateException if a cache is watched already, or these analytics are closed
     */
    public synchronized void start(Cache<K, ?> cache) {
        if (started != null || closed) {
            throw new IllegalStateException(
                    (closed ? "these analytics are closed" : "these analytics watch a cache already")
                            + ": build others with CacheAnalytics.builder for '" + cache.name() + "'");
        }
        if (!terrace.caches().contains(cache)) {
            throw new IllegalArgumentException(
                    "cache '" + cache.name()
                            + "' is not of the Terrace that CacheAnalytics.builder was given: give it the Terrace that has built the cache");
        }
        Inspection<K, ?> inspection = Inspection.of(cache);
        Verifier<K> verifier = verifier(cache, inspection);
        Watching<K> watching = new Watching<>(cache, terrace.host().time(), ring, sampler, verifier);
        Consumer<CacheEvent> ear = event -> {
            watching.heard(event);
            if (verifier != null) {
                verifier.heard(event);
            }
        };
        Pulse pulse = new Pulse(terrace.host(), PERIOD, () -> {
            watching.round();
            if (verifier != null) {
                verifier.work();
            }
        });
        if (hearing != null) {
            hearing.add(ear);
        }
        started = new Started<>(inspection, watching, verifier, pulse, ear);
    }

    private @Nullable Verifier<K> verifier(Cache<K, ?> cache, Inspection<K, ?> inspection) {
        VerifierSettings<K> settings = verification;
        Source<? super K> source = settings == null ? null : settings.source();
        return settings == null || source == null
                ? null
                : new Verifier<>(
                        cache.name(),
                        cache.stats().tiers().stream().map(TierStats::tier).toList(),
                        inspection,
                        settings,
                        source,
                        terrace.host(),
                        this::unheard);
    }

    private long unheard() {
        return terrace.listenerStats().stream()
                .filter(stats -> stats.listener().equals(Hearing.class.getName()))
                .mapToLong(ListenerStats::dropped)
                .sum();
    }

    private Started<K> started() {
        Started<K> now = started;
        if (now == null) {
            throw new IllegalStateException(
                    "these analytics watch no cache yet: make it with watch(builder), or call start(cache)");
        }
        return now;
    }

    /**
     * What is known now. After {@link #close}, what was known then.
     *
     * @return a snapshot; it has no keys
     * @throws IllegalStateException if no cache was watched yet
     */
    public AnalyticsSnapshot snapshot() {
        Started<K> now = started();
        return now.watching.snapshot(now.pulse.late());
    }

    /**
     * What other bounds of the heap would have given of the reads of the last while, where {@link AnalyticsSnapshot#heap} speaks of the
     * last hour.
     *
     * @param length how far back, exact to ten seconds; no further than an hour, and than when the bound or the sampling rate last changed
     * @return the curve; null if there were no reads, if the cache has no heap tier, and after {@link #close}
     * @throws IllegalArgumentException if the length is not positive
     * @throws IllegalStateException if no cache was watched yet
     */
    public @Nullable HeapCurve heapCurve(Duration length) {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("the length must be positive: " + length);
        }
        return started().watching.curve(length);
    }

    /**
     * The keys that are read most, by a sample of the reads.
     *
     * @param limit how many at most, not negative; more than 256 are not known
     * @return the hottest first
     * @throws IllegalArgumentException if the limit is negative
     * @throws IllegalStateException if no cache was watched yet
     */
    public List<HotKey<K>> hottestKeys(int limit) {
        return started().watching.hottest(checked(limit));
    }

    /**
     * The dependencies on which the 64 hottest keys rest, looked up now. Blocks: where the heap does not know the text of a name, each far
     * tier is asked for each of these keys.
     *
     * @param limit how many at most, not negative
     * @return those that most reads rest on first
     * @throws IllegalArgumentException if the limit is negative
     * @throws IllegalStateException if no cache was watched yet, or the Terrace is closed
     */
    public List<HotDependency> hottestDependencies(int limit) {
        checked(limit);
        Started<K> now = started();
        return Dependencies.of(now.watching.hottest(Dependencies.KEYS), now.inspection, limit);
    }

    /**
     * What the verifier has found last.
     *
     * @return at most 100, the oldest first; empty without a verifier
     * @throws IllegalStateException if no cache was watched yet
     */
    public List<Inconsistency<K>> inconsistencies() {
        Verifier<K> verifier = started().verifier;
        return verifier == null ? List.of() : verifier.found();
    }

    private static int checked(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("the limit must not be negative: " + limit);
        }
        return limit;
    }

    /** Watches no longer; what is known stays. Idempotent. */
    @Override
    public synchronized void close() {
        Started<K> now = started;
        closed = true;
        if (now == null) {
            return;
        }
        now.pulse.stop();
        if (hearing != null) {
            hearing.remove(now.ear);
        }
        if (now.verifier != null) {
            now.verifier.close();
        }
        now.watching.close(now.pulse.late());
    }

    /**
     * Settings of the analytics of a cache.
     *
     * <p>Not thread-safe.
     *
     * @param <K> the type of the cache's keys
     */
    public static final class Builder<K> {

        private final Terrace terrace;
        private @Nullable Hearing hearing;
        private @Nullable VerifierSettings<K> verification;

        private Builder(Terrace terrace) {
            this.terrace = terrace;
        }

        /**
         * Lets the analytics hear of invalidations and stale answers: simulations of the heap then know what was invalidated, the ages of
         * stale answers are told, and a verifier is possible.
         *
         * @param hearing that was given to the builder of the Terrace
         * @return this
         */
        public Builder<K> hearing(Hearing hearing) {
            this.hearing = hearing;
            return this;
        }

        /**
         * Has a sample of the invalidated keys asked for again after 1, 10 and 60 seconds, of the source and of every tier.
         *
         * @param settings says how the source is asked, and how often
         * @return this
         */
        public Builder<K> verify(Consumer<? super VerifierSettings<K>> settings) {
            VerifierSettings<K> wanted = verification == null ? new VerifierSettings<>() : verification;
            settings.accept(wanted);
            verification = wanted;
            return this;
        }

        /**
         * Makes the analytics.
         *
         * @return analytics that watch nothing yet, to be closed
         * @throws CacheConfigurationException if a verifier lacks something; it lists all faults
         */
        public CacheAnalytics<K> build() {
            List<String> faults = new ArrayList<>();
            VerifierSettings<K> wanted = verification;
            if (wanted != null && wanted.source() == null) {
                faults.add("their verifier has no source to compare with: call source(...) on its settings");
            }
            Hearing through = hearing;
            if (wanted != null && through == null) {
                faults.add(
                        "their verifier hears of no invalidation: give a Hearing to Terrace.builder(...).listener(hearing, "
                                + "Hearing::settings) and to hearing(...)");
            }
            if (through != null
                    && terrace.listenerStats().stream()
                            .noneMatch(stats -> stats.listener().equals(Hearing.class.getName()))) {
                faults.add("their Hearing was not given to the Terrace: call Terrace.builder(...).listener(hearing, "
                        + "Hearing::settings)");
            }
            if (!faults.isEmpty()) {
                throw new CacheConfigurationException("the analytics", faults);
            }
            return new CacheAnalytics<>(this);
        }
    }
}
