package dev.terrace.cache.tuning;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.TierStats;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cache that is tuned: its settings for the tuner, and what was seen of it.
 *
 * <p>The settings are not thread-safe; what the tuner does with it is guarded by the tuner.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class TunedCache<K> {

    private static final Logger LOG = LoggerFactory.getLogger(Tuner.class);

    /** How many periods are remembered. */
    static final int PERIODS = 12;

    private final Cache<K, ?> cache;
    private final HeapControl<K> heap;
    private final Deque<Period> periods = new ArrayDeque<>();
    private double price = 1;
    private @Nullable Watch<K> watch;
    private Insight insight = Insight.NONE;
    private CacheStats before;
    private long checkedBefore;
    private long outdatedBefore;
    private long lookedNanos;

    TunedCache(Cache<K, ?> cache, HeapControl<K> heap) {
        this.cache = cache;
        this.heap = heap;
        before = cache.stats();
    }

    /**
     * Says what one unit of the heap's bound costs of the budget, such as the usual bytes of an entry.
     *
     * @param ofOne positive; default 1
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public TunedCache<K> price(double ofOne) {
        if (!(ofOne > 0 && ofOne < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the price of cache '" + name() + "' must be positive: " + ofOne);
        }
        price = ofOne;
        return this;
    }

    /**
     * Lets the tuner know how keys come again; without it, it recommends no longer lives and no refresh-ahead.
     *
     * @param observer the one that was given to the cache's builder
     * @return this
     */
    public TunedCache<K> watch(Watch<K> observer) {
        watch = observer;
        return this;
    }

    /**
     * Lets the tuner know what other bounds would give; without it, it recommends no heap shares for this cache.
     *
     * @param source such as the analytics of the cache
     * @return this
     */
    public TunedCache<K> insight(Insight source) {
        insight = source;
        return this;
    }

    String name() {
        return cache.name();
    }

    HeapControl<K> heap() {
        return heap;
    }

    double cost() {
        return price * heap.maximum();
    }

    /** Begins to look. */
    void begin(long nanos) {
        before = cache.stats();
        checkedBefore = count(Insight::checked, checkedBefore);
        outdatedBefore = count(Insight::outdated, outdatedBefore);
        lookedNanos = nanos;
        if (watch != null) {
            watch.life(heap.expireAfterWrite());
            watch.take();
        }
    }

    /** Ends a period. */
    void look(long nanos) {
        Duration length = Duration.ofNanos(nanos - lookedNanos);
        if (length.isZero() || length.isNegative()) {
            return;
        }
        CacheStats now = cache.stats();
        long checked = count(Insight::checked, checkedBefore);
        long outdated = count(Insight::outdated, outdatedBefore);
        TierStats heapNow = now.tiers().get(0);
        TierStats heapBefore = before.tiers().get(0);
        long heapHits = heapNow.hits() - heapBefore.hits();
        // Counters are read one after the other while others count.
        long reads = Math.max(heapHits, now.hits() + now.misses() - before.hits() - before.misses());
        long checks = checked - checkedBefore;
        periods.addLast(new Period(
                length,
                reads,
                heapHits,
                heapNow.distrusted() - heapBefore.distrusted(),
                heapNow.puts() - heapBefore.puts(),
                now.evictions() - before.evictions(),
                now.loads() - before.loads(),
                now.loadFailures() - before.loadFailures(),
                now.loadTime().minus(before.loadTime()),
                now.puts() - before.puts(),
                now.invalidations() - before.invalidations(),
                checks,
                Math.min(checks, outdated - outdatedBefore),
                curve(length),
                watch == null ? null : watch.take()));
        if (periods.size() > PERIODS) {
            periods.removeFirst();
        }
        before = now;
        checkedBefore = checked;
        outdatedBefore = outdated;
        lookedNanos = nanos;
        if (watch != null) {
            watch.life(heap.expireAfterWrite());
        }
    }

    /** What was seen so far was seen under another setting. */
    void forget(long nanos) {
        periods.clear();
        begin(nanos);
    }

    /** What an insight of the user's has counted; no more than before if it fails. */
    private long count(ToLongFunction<Insight> what, long before) {
        try {
            return Math.max(before, what.applyAsLong(insight));
        } catch (RuntimeException failure) {
            LOG.debug("What was compared in cache '{}' is not to be had for this period", name(), failure);
            return before;
        }
    }

    /** What an insight of the user's says; nothing if it fails. */
    private @Nullable HitCurve curve(Duration period) {
        try {
            return insight.curve(period);
        } catch (RuntimeException failure) {
            LOG.debug("The curve of cache '{}' is not to be had for this period", name(), failure);
            return null;
        }
    }

    /** The last so many periods, or those that there are. */
    List<Period> last(int count) {
        List<Period> all = new ArrayList<>(periods);
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    Evidence evidence(long nanos) {
        Evidence.Heap set = new Evidence.Heap(
                heap.maximum(),
                heap.weight(),
                price,
                heap.expireAfterWrite(),
                heap.refreshAfterWrite(),
                heap.refreshes());
        long age = periods.isEmpty() ? 0 : Math.max(0, nanos - lookedNanos);
        return new Evidence(name(), set, before.tiers().size(), List.copyOf(periods), Duration.ofNanos(age));
    }
}
