package dev.terrace.examples.quickstart;

import dev.terrace.examples.quickstart.StaleJudge.Verdict;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has become of requests.
 *
 * @param reads those that were answered, by how old the answer was
 * @param logged changes whose invalidation the log acknowledged
 * @param queued changes whose invalidation was kept to be sent later
 * @param failed requests that ended with an exception, or with another product than was asked for
 * @param longestLag nanoseconds by which a read was behind the catalogue that was not stale, outages apart
 * @param longestLagInOutage the same in outages
 */
record Outcome(
        Map<Verdict, Long> reads,
        long logged,
        long queued,
        long failed,
        long longestLag,
        long longestLagInOutage,
        @Nullable String firstFailure,
        @Nullable String firstStale) {

    static final Outcome NONE = new Outcome(Map.of(), 0, 0, 0, 0, 0, null, null);

    Outcome plus(Outcome other) {
        Map<Verdict, Long> sums = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            sums.put(verdict, reads(verdict) + other.reads(verdict));
        }
        return new Outcome(
                sums,
                logged + other.logged,
                queued + other.queued,
                failed + other.failed,
                Math.max(longestLag, other.longestLag),
                Math.max(longestLagInOutage, other.longestLagInOutage),
                firstFailure == null ? other.firstFailure : firstFailure,
                firstStale == null ? other.firstStale : firstStale);
    }

    long allReads() {
        return reads.values().stream().mapToLong(Long::longValue).sum();
    }

    long reads(Verdict verdict) {
        return reads.getOrDefault(verdict, 0L);
    }

    long changes() {
        return logged + queued;
    }

    long requests() {
        return allReads() + changes() + failed;
    }
}
