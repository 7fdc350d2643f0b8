package dev.terrace.cache.tuning;

import dev.terrace.cache.Cache;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.Terrace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Tuner}.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TunerBuilder {

    private static final String ROLE = "tuner";
    private static final int MOST_WATCHED = 6;

    private final Terrace terrace;
    private final Map<String, TunedCache<?>> caches = new LinkedHashMap<>();
    private @Nullable Long budget;
    private Goal goal = Goal.LOADER_TIME;
    private double step = Bounds.STEP;
    private Duration shortest = Duration.ofSeconds(1);
    private Duration longest = Duration.ofDays(1);
    private Predicate<? super Recommendation> policy = any -> false;
    private Duration every = Duration.ofMinutes(5);
    private int watched = 2;
    private @Nullable Duration rest;

    TunerBuilder(Terrace terrace) {
        this.terrace = terrace;
    }

    /**
     * Adds a cache, by its counters alone.
     *
     * @param cache of this Terrace, with a heap tier
     * @return this
     * @throws IllegalArgumentException if it has no heap tier, is of another Terrace, or was added before
     */
    public TunerBuilder cache(Cache<?, ?> cache) {
        return cache(cache, settings -> {});
    }

    /**
     * Adds a cache.
     *
     * @param cache of this Terrace, with a heap tier
     * @param settings says what else is known of it, and what its room costs
     * @param <K> the type of its keys
     * @return this
     * @throws IllegalArgumentException if it has no heap tier, is of another Terrace, or was added before
     */
    public <K> TunerBuilder cache(Cache<K, ?> cache, Consumer<? super TunedCache<K>> settings) {
        String name = cache.name();
        if (!terrace.caches().contains(cache)) {
            throw new IllegalArgumentException(
                    "cache '" + name + "' is of another Terrace: give it a tuner of its own");
        }
        HeapControl<K> heap = cache.heap();
        if (heap == null) {
            throw new IllegalArgumentException(
                    "cache '" + name
                            + "' has no heap tier, so there is nothing to tune: leave it out, or call heap(...) on its builder");
        }
        if (caches.containsKey(name)) {
            throw new IllegalArgumentException("cache '" + name + "' was added before: leave one out");
        }
        TunedCache<K> tuned = new TunedCache<>(cache, heap);
        settings.accept(tuned);
        caches.put(name, tuned);
        return this;
    }

    /**
     * Says what all heaps together may cost: the sum of their bounds, each times its price.
     *
     * @param total positive; where nothing is said it is what they cost when the tuner is built
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public TunerBuilder budget(long total) {
        if (total <= 0) {
            throw new IllegalArgumentException("the budget must be positive: " + total);
        }
        budget = total;
        return this;
    }

    /**
     * Says what shall become less.
     *
     * @param wanted default {@link Goal#LOADER_TIME}
     * @return this
     */
    public TunerBuilder goal(Goal wanted) {
        goal = wanted;
        return this;
    }

    /**
     * Says by what share of itself a heap's bound may change at a time.
     *
     * @param share above 0 and at most 1; default {@value Bounds#STEP}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TunerBuilder step(double share) {
        step = new Bounds(1, goal, share, shortest, longest).step(); // which says what is wrong with it
        return this;
    }

    /**
     * Bounds the lives that are recommended.
     *
     * @param least the shortest, 1 s at least; default 1 s
     * @param most the longest; default 1 day
     * @return this
     * @throws IllegalArgumentException if one is out of bounds
     */
    public TunerBuilder lives(Duration least, Duration most) {
        Bounds checked = new Bounds(1, goal, step, least, most);
        shortest = checked.shortest();
        longest = checked.longest();
        return this;
    }

    /**
     * Says whether the tuner may make changes by itself.
     *
     * @param allowed default false
     * @return this
     */
    public TunerBuilder apply(boolean allowed) {
        return apply((Recommendation any) -> allowed);
    }

    /**
     * Says which changes the tuner may make by itself, of those that are confident enough.
     *
     * @param allows called under the tuner's lock, so it must not block; where it throws nothing is changed
     * @return this
     */
    public TunerBuilder apply(Predicate<? super Recommendation> allows) {
        policy = allows;
        return this;
    }

    /**
     * Says how often the tuner looks.
     *
     * @param period 1 s to 1 day; default 5 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TunerBuilder every(Duration period) {
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a tuner looks every 1 s to every day: " + period);
        }
        every = period;
        return this;
    }

    /**
     * Says for how many periods a change is watched, after one in which it takes effect, and with how many before it that is compared.
     *
     * @param periods 1 to 6; default 2
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TunerBuilder watch(int periods) {
        if (periods < 1 || periods > MOST_WATCHED) {
            throw new IllegalArgumentException("a change is watched for 1 to " + MOST_WATCHED + " periods: " + periods);
        }
        watched = periods;
        return this;
    }

    /**
     * Says for how long what was undone is not tried again.
     *
     * @param pause zero to 365 days; default six periods
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public TunerBuilder rest(Duration pause) {
        if (pause.isNegative() || pause.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("a tuner lets rest what it has undone for zero to 365 days: " + pause);
        }
        rest = pause;
        return this;
    }

    /**
     * Starts the tuner.
     *
     * @return a tuner, to be closed
     * @throws IllegalStateException if no cache was added, or the Terrace has a tuner already
     */
    public Tuner build() {
        if (caches.isEmpty()) {
            throw new IllegalStateException("a tuner needs caches: call cache(...) for each");
        }
        return new Tuner(this, terrace.host(), terrace.takeRole(ROLE));
    }

    Map<String, TunedCache<?>> caches() {
        return new LinkedHashMap<>(caches);
    }

    Bounds bounds() {
        Long total = budget;
        if (total != null) {
            return bounds(total);
        }
        double cost = caches.values().stream().mapToDouble(TunedCache::cost).sum();
        return bounds(Math.max(1, (long) Math.ceil(cost)));
    }

    private Bounds bounds(long total) {
        return new Bounds(total, goal, step, shortest, longest);
    }

    Predicate<? super Recommendation> policy() {
        return policy;
    }

    Duration every() {
        return every;
    }

    int watched() {
        return watched;
    }

    Duration rest() {
        return rest == null ? every.multipliedBy(6) : rest;
    }
}
