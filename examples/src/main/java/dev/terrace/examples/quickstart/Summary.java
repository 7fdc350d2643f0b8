package dev.terrace.examples.quickstart;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.TierStats;
import dev.terrace.examples.quickstart.StaleJudge.Verdict;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The table at the end, and the judgement. Immutable, thread-safe. */
final class Summary {

    private static final double HIT_RATIO = 0.85;
    private static final long HEAP_NANOS = 1_000_000;
    private static final long REDIS_NANOS = 5_000_000;
    private static final String ROW = "  %-12s %12s %8s  %10s %10s %10s   %s%n";

    private final Input input;
    /** Reads that no cache can answer, the first of each product. */
    private final int first;

    private final List<NodeReport> reports;
    private final Outcome outcome;
    private final String outage;
    private final long took;

    Summary(Input input, ChangePlan plan, List<NodeReport> reports, String outage, long took) {
        this.input = input;
        first = input.firstReads(plan);
        this.reports = reports;
        outcome = reports.stream().map(NodeReport::outcome).reduce(Outcome.NONE, Outcome::plus);
        this.outage = outage;
        this.took = took;
    }

    /** Whether every request was served, none failed, and no read was stale, with Redis or without. */
    boolean isGood() {
        return outcome.failed() == 0
                && outcome.reads(Verdict.STALE) == 0
                && outcome.requests() == input.workload().requests();
    }

    void print(PrintStream out) {
        out.println();
        tiers(out);
        out.println();
        requests(out);
        freshness(out);
        out.println();
        verdict(out);
    }

    private void tiers(PrintStream out) {
        long reads = sum(CacheStats::hits) + sum(CacheStats::misses);
        long rest = reads;
        out.printf(ROW, "answered by", "reads", "share", "p50", "p95", "p99", "target");
        List<TierStats> tiers = reports.get(0).cache().tiers();
        for (int i = 0; i < tiers.size(); i++) {
            int tier = i;
            String name = tiers.get(i).tier();
            long hits = sum(stats -> stats.tiers().get(tier).hits());
            rest -= hits;
            row(out, name, hits, reads, name.equals("heap") ? heapTimes() : farTimes(tier), target(name));
        }
        long loads = sum(CacheStats::loads);
        row(out, "catalogue", loads, reads, times(NodeReport::finds), -1);
        row(out, "joined", rest - loads, reads, Percentiles.NONE, -1);
        double ratio = reads == 0 ? 1 : (double) sum(CacheStats::hits) / reads;
        out.printf(
                ROW,
                "all tiers",
                "%,d".formatted(sum(CacheStats::hits)),
                percent(ratio),
                "",
                "",
                "",
                ">= 85 %%: %s%s"
                        .formatted(
                                met(ratio >= HIT_RATIO),
                                best() < HIT_RATIO ? ", at most %s could be".formatted(percent(best())) : ""));
    }

    private static void row(PrintStream out, String name, long hits, long reads, Percentiles times, long target) {
        boolean timed = times.count() > 0;
        out.printf(
                ROW,
                name,
                "%,d".formatted(hits),
                percent(reads == 0 ? 0 : (double) hits / reads),
                timed ? duration(times.p50()) : "",
                timed ? duration(times.p95()) : "",
                timed ? duration(times.p99()) : "",
                target < 0 || !timed ? "" : "p99 < %d ms: %s".formatted(target / 1_000_000, met(times.p99() < target)));
    }

    private void requests(PrintStream out) {
        line(
                out,
                "requests",
                "%,d of the input's %,d served, in %.1f s: %,d reads, %,d changes, %,d failed"
                        .formatted(
                                outcome.requests(),
                                input.total(),
                                took / 1e9,
                                outcome.allReads(),
                                outcome.changes(),
                                outcome.failed()));
        double others = outcome.allReads() == first ? 1 : (double) sum(CacheStats::hits) / (outcome.allReads() - first);
        line(
                out,
                "loads",
                "%,d, of which %,d could not be avoided: nobody had asked for the product before. All other reads: %s hits"
                        .formatted(sum(CacheStats::loads), first, percent(others)));
        line(out, "outage", "%s; %,d calls of Redis failed".formatted(outage, redisFailures()));
    }

    private void freshness(PrintStream out) {
        long applied =
                reports.stream().mapToLong(report -> report.log().applied()).sum();
        line(
                out,
                "invalidations",
                "%,d sent (%,d at once, %,d queued until Redis was back), %,d applied by the other node"
                        .formatted(outcome.changes(), outcome.logged(), outcome.queued(), applied));
        line(out, "stale reads", "%,d, counted through the outage".formatted(outcome.reads(Verdict.STALE)));
        behind(out, "behind", Verdict.LAGGING, "1 s", outcome.longestLag());
        behind(
                out,
                "in the outage",
                Verdict.LAGGING_IN_OUTAGE,
                duration(StaleJudge.BOUND_IN_OUTAGE),
                outcome.longestLagInOutage());
    }

    private void behind(PrintStream out, String name, Verdict verdict, String bound, long longest) {
        line(
                out,
                name,
                "%,d reads by less than the %s that is allowed, the longest by %s"
                        .formatted(outcome.reads(verdict), bound, duration(longest)));
    }

    private void verdict(PrintStream out) {
        if (outcome.firstFailure() != null) {
            out.println("First failure: " + outcome.firstFailure());
        }
        if (outcome.firstStale() != null) {
            out.println("First stale read: " + outcome.firstStale());
        }
        out.println(
                isGood()
                        ? "GOOD: no request failed, and no read was stale, with Redis or without"
                        : "BAD: a request failed or was not served, or a read was stale");
    }

    /** The best hit ratio that there could be, without a change and an outage. */
    private double best() {
        return outcome.allReads() == 0 ? 1 : 1 - (double) first / outcome.allReads();
    }

    private Percentiles heapTimes() {
        return times(NodeReport::heapHits);
    }

    private Percentiles farTimes(int tier) {
        return times(report -> Percentiles.of(report.cache().tiers().get(tier).reads()));
    }

    private Percentiles times(Function<NodeReport, Percentiles> which) {
        return reports.stream().map(which).reduce(Percentiles.NONE, Percentiles::orSlower);
    }

    private long sum(ToLongFunction<CacheStats> figure) {
        return reports.stream().map(NodeReport::cache).mapToLong(figure).sum();
    }

    private long redisFailures() {
        return sum(stats -> stats.tiers().stream()
                .filter(tier -> tier.tier().equals("redis"))
                .mapToLong(tier -> tier.failures() + tier.failedPuts())
                .sum());
    }

    private static long target(String tier) {
        return switch (tier) {
            case "heap" -> HEAP_NANOS;
            case "redis" -> REDIS_NANOS;
            default -> -1;
        };
    }

    private static void line(PrintStream out, String name, String text) {
        out.printf("  %-14s %s%n", name, text);
    }

    private static String met(boolean met) {
        return met ? "met" : "MISSED";
    }

    private static String percent(double share) {
        return "%.1f %%".formatted(100 * share);
    }

    static String duration(long nanos) {
        if (nanos < 1_000_000) {
            return "%.1f us".formatted(nanos / 1e3);
        }
        return nanos < 1_000_000_000 ? "%.1f ms".formatted(nanos / 1e6) : "%.2f s".formatted(nanos / 1e9);
    }
}
