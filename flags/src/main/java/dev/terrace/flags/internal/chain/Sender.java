package dev.terrace.flags.internal.chain;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Outcome;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/*
 * Where a call failed nobody knows whether the change was made. The ledger knows it by its id, so the same change is sent again until there
 * is an answer. A conflict then means that it was not made, and never will be: the head it rests on is gone for good.
 */
/** Sends changes to a ledger, again where the answer was lost. Immutable and thread-safe. */
public record Sender(Ledger ledger, Host host) {

    private static final int REPEATS = 5;
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** What became of a change; fails if that stays unknown, or if the ledger refuses it for good. */
    public CompletionStage<Outcome> send(Change change) {
        return send(change, REPEATS);
    }

    private CompletionStage<Outcome> send(Change change, int left) {
        return call(change)
                .handle((outcome, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedStage(outcome);
                    }
                    if (left == 0 || isRefusal(failure)) {
                        return CompletableFuture.<Outcome>failedStage(cause(failure));
                    }
                    return later(PAUSE).thenCompose(now -> send(change, left - 1));
                })
                .thenCompose(stage -> stage);
    }

    private CompletionStage<Outcome> call(Change change) {
        try {
            return ledger.write(change);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    /** Completes after a pause, on one of the host's threads. */
    public CompletionStage<Boolean> later(Duration pause) {
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        host.time().schedule(pause, () -> later.completeAsync(() -> true, host.executor()));
        return later;
    }

    /** Whether the ledger has said that it did not and will not make the change. */
    public static boolean isRefusal(Throwable failure) {
        Throwable cause = cause(failure);
        boolean refused = cause instanceof IllegalStateException || cause instanceof IllegalArgumentException;
        return refused && !(cause instanceof CancellationException); // which drivers cause that lose a connection
    }

    /** What failed inside. */
    public static Throwable cause(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
