package dev.terrace.cache.analytics;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheEvent;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.Inspection;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Everything that is derived from sampled reads, under one lock, that of this object: whoever drains, whoever asks and whoever tells of
 * an invalidation takes it. Readers of the cache never do; they leave their reads in the ring. A round takes a bounded number of reads, so the
 * lock is held for some hundredths of a second at most.
 *
 * What grows: the ring, the miniatures (some thousand entries, see Pace), the counters of the hottest, and the rows of an hour.
 */
/** One cache that is watched. Thread-safe. */
final class Watching<K> {

    private static final Logger LOG = LoggerFactory.getLogger(CacheAnalytics.class);

    private static final int MOST_A_ROUND = 16_384;
    private static final Duration ADAPTING = Duration.ofSeconds(1);
    private static final Duration HALF_LIFE = Duration.ofMinutes(10);
    /** How far the room of a heap bounded by weight may wander before the miniatures follow. */
    private static final double WANDER = 0.1;

    /** The share of reads that were simulated, from which on all were but for the last moments. */
    private static final double WHOLE = 0.98;

    private static final Duration LONGEST = History.LENGTHS.get(History.LENGTHS.size() - 1);
    /** Samples that must have come if reads are observed at all. */
    private static final int SURELY = 50;

    private final Cache<K, ?> cache;
    private final @Nullable HeapControl<K> heap;
    private final Time time;
    private final SampleRing<K> ring;
    private final Sampler<K> sampler;
    private final @Nullable Verifier<K> verifier;
    private final Pace pace = new Pace();
    private final Miniatures<K> miniatures = new Miniatures<>();
    private final HeavyHitters<K> hottest = new HeavyHitters<>();
    private final AgeCounts ages = new AgeCounts();
    private final AgeCounts staleAges = new AgeCounts();
    private final History history = new History();
    private final Lives<K> lives;
    private final long began;

    private long adapted;
    private long rowed;
    private long halved;
    private Counts lastCounts;
    private Counts booked;
    private long watched;
    private long lastOffered;
    private long recorded;
    private long keyReads;
    private long settledReads;
    private long settledDropped;
    private double entries;
    private long maximum;
    private History.Row curveBegins;
    private boolean complained;
    /** What was known when it was closed. */
    private @Nullable AnalyticsSnapshot last;

    Watching(Cache<K, ?> cache, Time time, SampleRing<K> ring, Sampler<K> sampler, @Nullable Verifier<K> verifier) {
        this.cache = cache;
        this.time = time;
        this.ring = ring;
        this.sampler = sampler;
        this.verifier = verifier;
        heap = cache.heap();
        lives = new Lives<>(Inspection.of(cache));
        began = time.nanoTime();
        adapted = began;
        rowed = began;
        halved = began;
        CacheStats stats = cache.stats();
        lastCounts = Counts.of(stats);
        booked = lastCounts;
        maximum = heap == null ? 0 : heap.maximum();
        entries = room(stats);
        pace.begin(entries);
        miniatures.resize(entries, pace.keys());
        curveBegins = row(began, lastCounts);
        history.add(curveBegins);
        sampler.sample(pace.keys(), pace.reads());
    }

    private History.Row row(long now, Counts counts) {
        if (!pace.isResting()) {
            watched += counts.since(booked).heapReads();
        }
        booked = counts;
        return new History.Row(now, counts, watched, miniatures, ages);
    }

    /** How many entries the heap has room for. */
    private double room(CacheStats stats) {
        HeapControl<K> nearest = heap;
        if (nearest == null) {
            return 0;
        }
        long size = stats.heapSize();
        long weight = nearest.weight();
        double each = size > 0 && weight > 0 ? (double) weight / size : 1;
        return Math.max(1, nearest.maximum() / each);
    }

    /** Looks at what readers have left, and does what has become due. */
    synchronized void round() {
        if (last != null) {
            return;
        }
        long now = time.nanoTime();
        drain(now);
        if (now - adapted >= ADAPTING.toNanos()) {
            adapt(now);
        }
        if (now - rowed >= History.STEP.toNanos()) {
            rowed = now;
            history.add(row(now, Counts.of(cache.stats())));
            learn();
        }
        if (now - halved >= HALF_LIFE.toNanos()) {
            halved = now;
            hottest.halve();
        }
    }

    private void drain(long now) {
        miniatures.at(now);
        recorded += ring.drain(this::take, MOST_A_ROUND);
    }

    private void take(K key, long word) {
        if (Sampler.isByKey(word)) {
            keyReads++;
            if (Sampler.place(key) < pace.keys()) { // else it was chosen before the bound was lowered
                miniatures.read(key);
            }
        }
        if (!Sampler.isDrawnRead(word)) {
            return;
        }
        hottest.add(key, (long) Sampler.ALL / pace.reads() * pace.standsFor());
        if (!Sampler.isMiss(word)) {
            ages.add(Sampler.age(word));
        }
        lives.seen(key);
        if (verifier != null) {
            verifier.seen(key);
        }
    }

    private void adapt(long now) {
        settle();
        CacheStats stats = cache.stats();
        Counts counts = Counts.of(stats);
        long offered = keyReads + ring.dropped();
        double seconds = (now - adapted) / 1e9;
        long reads = Math.max(
                counts.since(lastCounts).reads(), counts.since(lastCounts).heapReads());
        int keys = pace.keys();
        double wanted = room(stats);
        History.Row row = row(now, counts); // before it rests, or ends to
        pace.adapt(wanted, offered - lastOffered, reads, seconds);
        long bound = heap == null ? 0 : heap.maximum();
        boolean wandered = Math.abs(wanted - entries) > WANDER * entries;
        if (pace.keys() != keys || bound != maximum || wandered) {
            entries = wanted;
            miniatures.resize(entries, pace.keys());
        }
        if (pace.keys() > keys || bound != maximum) {
            maximum = bound;
            curveBegins = row;
        }
        if (adapted == began) {
            learn();
        }
        complain(counts);
        sampler.sample(pace.isResting() ? 0 : pace.keys(), pace.isResting() ? 0 : pace.reads());
        adapted = now;
        lastCounts = counts;
        lastOffered = offered;
    }

    private void learn() {
        Duration life = lives.usual();
        if (life != null) {
            miniatures.expireAfter(life);
        }
    }

    /** Books what the miniatures have answered, at the rate at which they have. */
    private void settle() {
        long dropped = ring.dropped();
        long got = keyReads - settledReads;
        long lost = dropped - settledDropped;
        settledReads = keyReads;
        settledDropped = dropped;
        miniatures.settle(got + lost == 0 ? 1 : (double) got / (got + lost));
    }

    private void complain(Counts counts) {
        Counts since = counts.since(history.before(time.nanoTime(), Duration.ofDays(1)).counts);
        if (!complained && recorded + ring.dropped() == 0 && since.reads() * pace.readRate() > SURELY) {
            complained = true;
            LOG.warn(
                    "The analytics of cache '{}' hear of none of its reads, so they know nothing of ages, hot keys and other sizes of its "
                            + "heap: give its builder observer(analytics.observer()), or make it with analytics.watch(builder)",
                    cache.name());
        }
    }

    /** Something was invalidated, or a stale answer given. */
    synchronized void heard(CacheEvent event) {
        if (last != null) {
            return;
        }
        if (event instanceof CacheEvent.ServedStale stale && stale.cache().equals(cache.name())) {
            staleAges.add(stale.age().toNanos());
        } else if (event instanceof CacheEvent.Invalidated own && own.cache().equals(cache.name())) {
            drain(time.nanoTime()); // what was read before it comes before it
            removed(own.key());
        } else if (event instanceof CacheEvent.InvalidationHeard other
                && other.dependency() == null
                && other.digest() == null
                && (other.cache().isEmpty() || other.cache().equals(cache.name()))) {
            drain(time.nanoTime());
            removed(null);
        }
    }

    @SuppressWarnings("unchecked") // a key of this cache
    private void removed(@Nullable Object key) {
        if (key == null) {
            miniatures.clear();
        } else if (Sampler.place(key) < pace.keys()) {
            miniatures.remove((K) key);
        }
    }

    synchronized AnalyticsSnapshot snapshot(long late) {
        if (last != null) {
            return last;
        }
        long now = time.nanoTime();
        drain(now);
        settle();
        CacheStats stats = cache.stats();
        History.Row row = row(now, Counts.of(stats));
        return new AnalyticsSnapshot(
                cache.name(),
                Duration.ofNanos(now - began),
                stats,
                history.windows(row, ages),
                ages.total(),
                staleAges.total(),
                heap == null ? null : curve(row, LONGEST),
                new Sampling(pace.keyRate(), pace.readRate(), recorded, ring.dropped(), late),
                verifier == null ? List.of() : verifier.report(),
                verifier == null ? 0 : verifier.skipped());
    }

    /** What other bounds would have given of the last reads; null if there were none, without a heap tier, and when it is closed. */
    synchronized @Nullable HeapCurve curve(Duration length) {
        if (last != null || heap == null) {
            return null;
        }
        long now = time.nanoTime();
        drain(now);
        settle();
        return curve(row(now, Counts.of(cache.stats())), length);
    }

    private @Nullable HeapCurve curve(History.Row now, Duration length) {
        History.Row first = history.before(now.nanos, length);
        History.Row before = first.nanos - curveBegins.nanos > 0 ? first : curveBegins;
        Counts counts = now.counts.since(before.counts);
        long reads = counts.heapReads();
        if (reads == 0) {
            return null;
        }
        double observed = (double) counts.heapHits() / reads;
        boolean isWhole = now.simulatedSince(before) >= WHOLE * reads;
        double luck = isWhole ? Miniatures.luck(observed, now.twinsSince(before)) : 0;
        long[] bounds = Miniatures.bounds(maximum);
        List<HeapCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < bounds.length; i++) {
            boolean smaller = Miniatures.SCALES.get(i) < 1;
            long last = points.isEmpty() ? 0 : points.get(points.size() - 1).maximum();
            if (bounds[i] <= last || (smaller && bounds[i] >= maximum)) {
                continue; // a heap of a few entries has no quarter
            }
            double predicted = observed + (bounds[i] == maximum ? 0 : now.gainedSince(before, i) - luck);
            points.add(new HeapCurve.Point(bounds[i], Math.min(1, Math.max(0, predicted))));
        }
        return new HeapCurve(
                maximum,
                observed,
                Duration.ofNanos(now.nanos - before.nanos),
                reads,
                now.simulatedSince(before),
                pace.keyRate(),
                miniatures.room(entries),
                points);
    }

    synchronized List<HotKey<K>> hottest(int limit) {
        if (last == null) {
            drain(time.nanoTime());
        }
        return hottest.top(limit);
    }

    /** Looks at nothing any more; what is known stays. */
    synchronized void close(long late) {
        if (last == null) {
            last = snapshot(late);
            sampler.sample(0, 0);
        }
    }
}
