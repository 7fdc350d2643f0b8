package dev.terrace.cache.analytics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/*
 * A row each ten seconds, for an hour and a little more: some hundred, of less than a kilobyte each. Everything in them only grows, so any
 * span of time is the difference of two rows.
 */
/** What was counted when. Guarded by whoever has it. */
final class History {

    /** How far apart rows are. */
    static final Duration STEP = Duration.ofSeconds(10);

    /** The spans that are told. */
    static final List<Duration> LENGTHS =
            List.of(STEP, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));

    private static final int MOST = (int) (LENGTHS.get(LENGTHS.size() - 1).toSeconds() / STEP.toSeconds()) + 2;

    private final Deque<Row> rows = new ArrayDeque<>();

    /** What was counted up to a moment. */
    static final class Row {

        final long nanos;
        final Counts counts;
        private final double[] gained;
        private final long simulated;
        private final long[] twins;
        private final long watched;
        private final int[] ages;

        /** {@code watched} reads have come up to now while keys were sampled. */
        Row(long nanos, Counts counts, long watched, Miniatures<?> miniatures, AgeCounts ages) {
            this.nanos = nanos;
            this.counts = counts;
            this.watched = watched;
            gained = miniatures.gained();
            simulated = miniatures.reads();
            twins = miniatures.presentHits();
            this.ages = ages.copy();
        }

        /** The share of reads that a heap of one of the simulated bounds would have answered and this one did not, since a row before. */
        double gainedSince(Row before, int scale) {
            long reads = watched - before.watched;
            return reads <= 0 ? 0 : (gained[scale] - before.gained[scale]) / reads;
        }

        long simulatedSince(Row before) {
            return simulated - before.simulated;
        }

        /** The shares of the simulated reads that simulations of the present bound have answered since a row before; none if there were others then. */
        double[] twinsSince(Row before) {
            long reads = simulatedSince(before);
            double[] shares = new double[reads > 0 && twins.length == before.twins.length ? twins.length : 0];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = (double) (twins[i] - before.twins[i]) / reads;
            }
            return shares;
        }
    }

    void add(Row row) {
        rows.addLast(row);
        if (rows.size() > MOST) {
            rows.removeFirst();
        }
    }

    /** The youngest row that is so old, else the oldest. */
    Row before(long now, Duration length) {
        Row found = rows.getFirst();
        for (Row row : rows) {
            if (now - row.nanos < length.toNanos()) {
                break;
            }
            found = row;
        }
        return found;
    }

    /** The spans up to a row of now. */
    List<Window> windows(Row now, AgeCounts ages) {
        return LENGTHS.stream()
                .map(length -> window(length, before(now.nanos, length), now, ages))
                .toList();
    }

    private static Window window(Duration length, Row before, Row now, AgeCounts ages) {
        Counts counts = now.counts.since(before.counts);
        double usual =
                counts.loads() + counts.loadFailures() > 0 ? counts.usualLoadNanos() : now.counts.usualLoadNanos();
        return new Window(
                length,
                Duration.ofNanos(now.nanos - before.nanos),
                counts.hits(),
                counts.misses(),
                counts.heapHits(),
                counts.heapMisses(),
                counts.stale(),
                counts.loads(),
                counts.loadFailures(),
                Duration.ofNanos(counts.loadNanos()),
                Duration.ofNanos(Math.round(counts.hits() * usual)),
                counts.evictions(),
                counts.invalidations(),
                ages.since(before.ages));
    }
}
