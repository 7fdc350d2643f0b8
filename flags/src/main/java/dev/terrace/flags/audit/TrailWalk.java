package dev.terrace.flags.audit;

import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Trail;
import dev.terrace.cache.spi.TrailRecord;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/*
 * Goes on behind the last record that was seen, not behind what the ledger says that it has reached: where rows were deleted by hand the
 * two differ, and that is for the check to find.
 */
/** Reads a trail piece by piece, one read at a time. Immutable and thread-safe. */
record TrailWalk(Ledger ledger, String collection, Executor executor) {

    private static final int PIECE = 500;

    /** Shows all records after a sequence to a step, until that has seen enough. Answers the trail's epoch. */
    CompletionStage<Long> after(long sequence, Predicate<TrailRecord> step) {
        return after(sequence, 0, step);
    }

    private CompletionStage<Long> after(long sequence, long epoch, Predicate<TrailRecord> step) {
        return ledger.trail(collection, sequence, PIECE).thenComposeAsync(trail -> piece(trail, epoch, step), executor);
    }

    private CompletionStage<Long> piece(Trail trail, long epoch, Predicate<TrailRecord> step) {
        long now = trail.reached().epoch();
        if (epoch != 0 && epoch != now) {
            throw new IllegalStateException(
                    "the " + ledger.description() + " has become another while its trail was read: read it again");
        }
        long last = 0;
        for (TrailRecord record : trail.records()) {
            last = record.sequence();
            if (!step.test(record)) {
                return CompletableFuture.completedStage(now);
            }
        }
        return last == 0 || !trail.more() ? CompletableFuture.completedStage(now) : after(last, now, step);
    }
}
