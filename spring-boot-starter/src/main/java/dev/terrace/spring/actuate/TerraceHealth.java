package dev.terrace.spring.actuate;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.LogStats;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.TierStats;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * A look every TEN_SECONDS, kept for a window of a minute; asked for in between, the newest figures are held against the oldest look. So whoever
 * asks, and however often, gets the figures of the last minute. Guarded by `this`; a look reads counters and takes no other lock for long.
 */
/**
 * Looks at the caches of a namespace now and then, and scores what it sees of the last minute.
 *
 * <p>Thread-safe. Close it before its Terrace.
 *
 * @since 0.1.0
 */
public final class TerraceHealth implements AutoCloseable {

    private static final String HEAP = "heap";
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int LOOKS = 6;

    /** What was counted up to a moment, in all caches together. */
    private static final class Look {
        private final Map<String, Sums> tiers = new TreeMap<>();
        private long hits;
        private long misses;
        private long loads;
        private long loadFailures;
        private long evictions;
        private double fullness;
        private boolean heap;
    }

    private static final class Sums {
        private int caches;
        private int open;
        private long hits;
        private long reads;
        private long skipped;
        private long puts;
        private long writes;
        private long errors;
        private long calls;
        private Duration time = Duration.ZERO;
    }

    /**
     * The health of a namespace.
     *
     * @param whole of the whole
     * @param tiers of each tier, by its name
     * @param log whether the invalidation log is within reach; null where there is none
     */
    public record Report(
            HealthScore whole,
            Map<String, HealthScore> tiers,
            @Nullable Boolean log) {

        /** Copies the map, in its order. */
        public Report {
            tiers = new LinkedHashMap<>(tiers);
        }
    }

    private final Terrace terrace;
    private final boolean logged;
    private final Duration silence;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final Time.Timer timer;

    /**
     * Begins to look.
     *
     * @param terrace at whose caches
     * @param logged whether it has an invalidation log
     * @param silence after how long without the log that counts as out of reach
     */
    public TerraceHealth(Terrace terrace, boolean logged, Duration silence) {
        this.terrace = terrace;
        this.logged = logged;
        this.silence = silence;
        looks.add(look());
        timer = terrace.host().time().repeat(PERIOD, this::keep);
    }

    private synchronized void keep() {
        looks.addLast(look());
        if (looks.size() > LOOKS) {
            looks.removeFirst();
        }
    }

    /**
     * The health now.
     *
     * @return scores of the last minute, or of the time since the start
     */
    public synchronized Report report() {
        Look before = looks.getFirst();
        Look now = look();
        Map<String, HealthScore> scores = new LinkedHashMap<>();
        if (now.heap) {
            scores.put(HEAP, HealthScore.of(heap(before, now)));
        }
        now.tiers.forEach((tier, sums) -> {
            if (!tier.equals(HEAP)) {
                scores.put(tier, HealthScore.of(far(tier, before, sums)));
            }
        });
        LogStats log = terrace.logStats();
        boolean reached = log.age().compareTo(silence) < 0;
        HealthScore.Whole whole = new HealthScore.Whole(
                logged,
                reached,
                now.loads + now.loadFailures - before.loads - before.loadFailures,
                now.loadFailures - before.loadFailures,
                log.pending());
        return new Report(
                HealthScore.of(new ArrayList<>(scores.values()), whole), scores, logged ? (Boolean) reached : null);
    }

    private static HealthScore.Heap heap(Look before, Look now) {
        Sums then = before.tiers.getOrDefault(HEAP, new Sums());
        Sums sums = now.tiers.getOrDefault(HEAP, new Sums());
        return new HealthScore.Heap(
                now.hits + now.misses - before.hits - before.misses,
                sums.hits - then.hits,
                sums.puts - then.puts,
                now.evictions - before.evictions,
                now.fullness);
    }

    private HealthScore.Far far(String tier, Look before, Sums sums) {
        Sums then = before.tiers.getOrDefault(tier, new Sums());
        boolean wasOpen = sums.open > 0
                || looks.stream().map(look -> look.tiers.get(tier)).anyMatch(known -> known != null && known.open > 0);
        return new HealthScore.Far(
                sums.caches,
                sums.open,
                wasOpen,
                sums.reads - then.reads,
                sums.skipped - then.skipped,
                sums.writes - then.writes,
                sums.errors - then.errors,
                sums.calls - then.calls,
                sums.time.minus(then.time));
    }

    private Look look() {
        Look look = new Look();
        for (Cache<?, ?> cache : terrace.caches()) {
            CacheStats stats = cache.stats();
            look.hits += stats.hits();
            look.misses += stats.misses();
            look.loads += stats.loads();
            look.loadFailures += stats.loadFailures();
            look.evictions += stats.evictions();
            HeapControl<?> heap = cache.heap();
            if (heap != null) {
                look.heap = true;
                look.fullness = Math.max(look.fullness, (double) heap.weight() / heap.maximum());
            }
            stats.tiers().forEach(tier -> add(look.tiers.computeIfAbsent(tier.tier(), absent -> new Sums()), tier));
        }
        return look;
    }

    private static void add(Sums sums, TierStats tier) {
        sums.caches++;
        sums.open += tier.isOpen() ? 1 : 0;
        sums.hits += tier.hits();
        sums.reads +=
                tier.hits() + tier.misses() + tier.distrusted() + tier.damaged() + tier.failures() + tier.skipped();
        sums.skipped += tier.skipped();
        sums.puts += tier.puts();
        sums.writes += tier.puts() + tier.refusedPuts() + tier.failedPuts();
        sums.errors += tier.failures() + tier.damaged() + tier.failedPuts();
        sums.calls += tier.reads().count() + tier.writes().count();
        sums.time = sums.time.plus(tier.reads().total()).plus(tier.writes().total());
    }

    /** The names of all tiers that are in use now. */
    synchronized List<String> tiers() {
        return List.copyOf(look().tiers.keySet());
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
