package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * Where a tier's calls block, a read goes to another thread and back, which may take as long as the call. A caller who waits can make the call
 * himself, if the tier sees to it that he has his thread back within the tier's timeout. Who may leave earlier is not asked: neither one whose
 * steps run elsewhere, nor one who lets the tier have less than its timeout, since the breaker is to learn of the tier and not of his haste.
 *
 * Such a call counts like any other, but is never a probe: those are known to wait.
 */
/** Single reads of one tier which the thread that waits for them makes itself. Thread-safe. */
final class OwnReads {

    private final Tier tier;
    private final String cache;
    private final Duration timeout;
    private final Breaker breaker;
    private final AtomicInteger calls;
    private final int maximumCalls;

    /** Reads that share a breaker and the count of the calls under way with all others. */
    OwnReads(Tier tier, String cache, Duration timeout, Breaker breaker, AtomicInteger calls, int maximumCalls) {
        this.tier = tier;
        this.cache = cache;
        this.timeout = timeout;
        this.breaker = breaker;
        this.calls = calls;
        this.maximumCalls = maximumCalls;
    }

    /**
     * Reads a key, which takes the tier's timeout at most.
     *
     * @param waiting where the steps of the read run
     * @param left what the tier may take, beside its own timeout
     * @return the answer, complete; null at once if the read has to be made in the ordinary way
     */
    @Nullable
    CompletableFuture<@Nullable TierEntry> read(Digest key, Executor waiting, @Nullable Duration left) {
        boolean waits = waiting instanceof Lane lane && lane.isOwn();
        if (!waits || (left != null && left.compareTo(timeout) < 0)) {
            return null;
        }
        long permit = breaker.permitUnlessProbe();
        if (permit == Breaker.REFUSED) {
            return null;
        }
        CompletableFuture<@Nullable TierEntry> answer = counted(key);
        if (answer == null) {
            return null;
        }
        if (answer.isCompletedExceptionally()) {
            breaker.failed(permit);
        } else {
            breaker.succeeded(permit);
        }
        return answer;
    }

    private @Nullable CompletableFuture<@Nullable TierEntry> counted(Digest key) {
        try {
            return calls.incrementAndGet() > maximumCalls ? null : called(key);
        } finally {
            calls.decrementAndGet();
        }
    }

    private @Nullable CompletableFuture<@Nullable TierEntry> called(Digest key) {
        try {
            CompletionStage<@Nullable TierEntry> stage = tier.getHere(cache, key, timeout);
            CompletableFuture<@Nullable TierEntry> answer = stage == null ? null : stage.toCompletableFuture();
            return answer == null || answer.isDone()
                    ? answer
                    : CompletableFuture.failedFuture(new IllegalStateException(
                            "tier " + tier.name() + " reads elsewhere what it was to read here"));
        } catch (RuntimeException | Error failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
