package dev.terrace.spring.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/*
 * The formula, which docs/adr/0028 explains. Shares are of the window's figures; where nothing happened, nothing is deducted.
 *
 *   availability 40   of a far tier: 40 * (1 - max(share of caches whose breaker is not closed, share of reads that were skipped by a breaker))
 *                     of the heap: 40
 *   performance  30   of a far tier: 30 until the mean time of a call is GOOD, 0 from BAD on, in between straight over the logarithm
 *                     of the heap: 30 from a hit ratio of GOOD_RATIO on, below that in proportion
 *   error rate   20   20 * (1 - errors / calls / WORST_RATE), not below 0
 *   resources    10   of a far tier: 10 * (1 - share of reads that were skipped for want of a call, while every breaker was closed)
 *                     of the heap: 10 * (1 - evictions / puts) once it is FULL, else 10
 *
 * The whole is the mean of its tiers, part by part; then the log halves the availability while it is out of reach, loaders that fail take from
 * the error rate as tiers do, and invalidations that wait to be sent take from the resources.
 */
/**
 * How well a tier, or the whole, does its work: 0 to 100, of which availability has 40, performance 30, the error rate 20 and resources 10; and what
 * was deducted, why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param availability 0 to 40
 * @param performance 0 to 30
 * @param errorRate 0 to 20
 * @param resources 0 to 10
 * @param reasons what was deducted; empty at 100
 * @since 0.1.0
 */
public record HealthScore(
        double availability, double performance, double errorRate, double resources, List<String> reasons) {

    static final double AVAILABILITY = 40;
    static final double PERFORMANCE = 30;
    static final double ERROR_RATE = 20;
    static final double RESOURCES = 10;

    /** The mean time of a call that is as good as can be asked for. */
    static final Duration GOOD = Duration.ofMillis(5);
    /** The mean time of a call that is as good as no tier: the time-out that far tiers have by default. */
    static final Duration BAD = Duration.ofMillis(500);
    /** The hit ratio of a heap from which on nothing is deducted. */
    static final double GOOD_RATIO = 0.5;
    /** The share of errors at which there are no points left. */
    static final double WORST_RATE = 0.05;
    /** How full a heap is that is called full. */
    static final double FULL = 0.95;
    /** So many invalidations that wait to be sent take all points of the resources. */
    static final double MANY_PENDING = 1_000;

    private static final HealthScore FULL_MARKS =
            new HealthScore(AVAILABILITY, PERFORMANCE, ERROR_RATE, RESOURCES, List.of());

    /** Copies the reasons. */
    public HealthScore {
        reasons = List.copyOf(reasons);
    }

    /**
     * All parts together.
     *
     * @return 0 to 100
     */
    public int total() {
        return (int) Math.round(availability + performance + errorRate + resources);
    }

    /**
     * What was counted of a far tier in a window, in all caches together.
     *
     * @param caches how many caches use it
     * @param open in how many of these the breaker is not closed at present
     * @param wasOpen whether one was not closed at any look of the window
     * @param reads keys that were asked for, or would have been
     * @param skipped keys of these that were not asked for
     * @param writes entries that were written, or should have been
     * @param errors reads and writes that failed, and entries that were damaged
     * @param calls how many calls were timed
     * @param time the sum of their times
     */
    record Far(
            int caches,
            int open,
            boolean wasOpen,
            long reads,
            long skipped,
            long writes,
            long errors,
            long calls,
            Duration time) {}

    /**
     * What was counted of all heaps in a window.
     *
     * @param reads reads
     * @param hits reads of these that a heap answered
     * @param puts entries that were stored
     * @param evictions entries that were given up for want of room
     * @param fullness the weights by the bounds, of the fullest; 0 to 1, or a little above
     */
    record Heap(long reads, long hits, long puts, long evictions, double fullness) {}

    /**
     * What is said of the whole beside its tiers.
     *
     * @param logged whether there is an invalidation log
     * @param reached whether the log is within reach
     * @param loads loads that have ended in the window
     * @param loadFailures loads of these that failed
     * @param pending invalidations that wait to be sent
     */
    record Whole(boolean logged, boolean reached, long loads, long loadFailures, long pending) {}

    static HealthScore of(Far far) {
        List<String> reasons = new ArrayList<>();
        double openShare = share(far.open, far.caches);
        double skippedShare = share(far.skipped, far.reads);
        double lost = far.wasOpen ? Math.max(openShare, skippedShare) : openShare;
        if (lost > 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "it is not called in %d of %d caches, since it fails, and %.1f%% of its reads were skipped",
                    far.open,
                    far.caches,
                    100 * skippedShare));
        }
        double performance = PERFORMANCE * speed(far, reasons);
        double errors =
                ERROR_RATE * freeOfErrors(far.errors, far.reads - far.skipped + far.writes, "its calls", reasons);
        double crowded = far.wasOpen ? 0 : skippedShare;
        if (crowded > 0) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%.1f%% of its reads were skipped, since too many calls were under way",
                    100 * crowded));
        }
        return new HealthScore(AVAILABILITY * (1 - lost), performance, errors, RESOURCES * (1 - crowded), reasons);
    }

    static HealthScore of(Heap heap) {
        List<String> reasons = new ArrayList<>();
        double ratio = heap.reads == 0 ? 1 : share(heap.hits, heap.reads);
        double performance = Math.min(1, ratio / GOOD_RATIO);
        if (performance < 1) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the heap answers %.1f%% of the reads, and %.0f%% is aimed at",
                    100 * ratio,
                    100 * GOOD_RATIO));
        }
        double pressed = heap.fullness >= FULL ? share(heap.evictions, heap.puts) : 0;
        if (pressed > 0) {
            reasons.add(String.format(
                    Locale.ROOT, "a heap is full, and %.1f%% of what comes puts something out", 100 * pressed));
        }
        return new HealthScore(AVAILABILITY, PERFORMANCE * performance, ERROR_RATE, RESOURCES * (1 - pressed), reasons);
    }

    static HealthScore of(List<HealthScore> tiers, Whole whole) {
        List<String> reasons = new ArrayList<>();
        List<HealthScore> parts = tiers.isEmpty() ? List.of(FULL_MARKS) : tiers;
        double availability =
                mean(parts.stream().mapToDouble(HealthScore::availability).sum(), parts);
        if (whole.logged && !whole.reached) {
            availability /= 2;
            reasons.add("the invalidation log is out of reach");
        }
        double loads = ERROR_RATE * freeOfErrors(whole.loadFailures, whole.loads, "loads", reasons);
        double errors =
                Math.min(mean(parts.stream().mapToDouble(HealthScore::errorRate).sum(), parts), loads);
        double waiting = Math.min(1, whole.pending / MANY_PENDING);
        if (waiting > 0) {
            reasons.add(whole.pending + " invalidations wait to be sent");
        }
        double resources = Math.min(
                mean(parts.stream().mapToDouble(HealthScore::resources).sum(), parts), RESOURCES * (1 - waiting));
        double performance =
                mean(parts.stream().mapToDouble(HealthScore::performance).sum(), parts);
        return new HealthScore(availability, performance, errors, resources, reasons);
    }

    private static double speed(Far far, List<String> reasons) {
        if (far.calls <= 0) {
            return 1;
        }
        double mean = (double) far.time.toNanos() / far.calls;
        double good = GOOD.toNanos();
        double bad = BAD.toNanos();
        if (mean <= good) {
            return 1;
        }
        reasons.add(String.format(
                Locale.ROOT, "a call takes %.1f ms on average, and %d ms is aimed at", mean / 1e6, GOOD.toMillis()));
        return mean >= bad ? 0 : 1 - Math.log(mean / good) / Math.log(bad / good);
    }

    private static double freeOfErrors(long errors, long calls, String of, List<String> reasons) {
        double rate = share(errors, calls);
        if (rate <= 0) {
            return 1;
        }
        reasons.add(String.format(Locale.ROOT, "%.1f%% of %s failed", 100 * rate, of));
        return Math.max(0, 1 - rate / WORST_RATE);
    }

    /** A part of something, 0 to 1; figures are read one after the other, and may contradict each other a little. */
    private static double share(long part, long all) {
        if (part <= 0) {
            return 0;
        }
        return all <= 0 ? 1 : Math.min(1, (double) part / all);
    }

    private static double mean(double sum, List<HealthScore> parts) {
        return sum / parts.size();
    }
}
