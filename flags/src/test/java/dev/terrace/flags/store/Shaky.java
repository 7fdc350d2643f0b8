package dev.terrace.flags.store;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Trail;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger over a network that loses answers, loses requests, or is cut. */
final class Shaky implements Ledger {

    /** How many writes are made and not answered. */
    final AtomicInteger answersToLose = new AtomicInteger();

    /** How many writes fail before they are made. */
    final AtomicInteger requestsToLose = new AtomicInteger();

    /** How many writes there were. */
    final AtomicInteger writes = new AtomicInteger();

    /** Nothing is answered, ever. */
    volatile boolean hangs;

    /** Nothing gets through. */
    volatile boolean cut;

    private final Ledger ledger;

    Shaky(Ledger ledger) {
        this.ledger = ledger;
    }

    private <T> CompletionStage<T> through(CompletionStage<T> stage) {
        if (hangs) {
            return new CompletableFuture<>();
        }
        return cut ? lost() : stage;
    }

    private static <T> CompletionStage<T> lost() {
        return CompletableFuture.failedStage(new IOException("no answer"));
    }

    @Override
    public String description() {
        return ledger.description();
    }

    @Override
    public void open(Host host) {
        ledger.open(host);
    }

    @Override
    public CompletionStage<LedgerState> read(String collection) {
        return through(ledger.read(collection));
    }

    @Override
    public CompletionStage<LedgerState> read(String collection, String key) {
        return through(ledger.read(collection, key));
    }

    @Override
    public CompletionStage<Outcome> write(Change change) {
        writes.incrementAndGet();
        if (hangs || cut) {
            return through(lost());
        }
        if (requestsToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return lost();
        }
        CompletionStage<Outcome> made = ledger.write(change);
        return answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? made.thenCompose(outcome -> CompletableFuture.failedStage(new CancellationException("as drivers do")))
                : made;
    }

    @Override
    public CompletionStage<Trail> trail(String collection, long afterSequence, int limit) {
        return through(ledger.trail(collection, afterSequence, limit));
    }

    @Override
    public CompletionStage<Boolean> merge(String collection, String key, String source, long version, byte[] bytes) {
        return through(ledger.merge(collection, key, source, version, bytes));
    }

    @Override
    public CompletionStage<List<Evidence>> evidence(String collection, String key) {
        return through(ledger.evidence(collection, key));
    }

    @Override
    public CompletionStage<Integer> purgeEvidence(String collection, String key, Duration olderThan) {
        return through(ledger.purgeEvidence(collection, key, olderThan));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
