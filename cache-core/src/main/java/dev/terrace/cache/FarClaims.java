package dev.terrace.cache;

import dev.terrace.cache.internal.log.Asked;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The claims that one far tier keeps for one cache, judged as entries are. Thread-safe. */
final class FarClaims<V extends @Nullable Object> {

    /** What has come of asking for a claim. */
    sealed interface Step<V extends @Nullable Object> {}

    /** It is this process's turn; perhaps it need not load any more, for here is a trusted entry. */
    record Granted<V extends @Nullable Object>(
            Turn<V> turn, @Nullable FarEntry<V> entry) implements Step<V> {}

    /** Another process's turn, whose load is worth waiting for, unless something it rests on has been invalidated since. */
    record Held<V extends @Nullable Object>(long token, boolean superseded, Duration remaining) implements Step<V> {}

    /** Nobody's turn; null if the entry that is there is not to be trusted. */
    record Stored<V extends @Nullable Object>(@Nullable FarEntry<V> entry) implements Step<V> {}

    private final FarTier<V> tier;
    private final Claims claims;
    private final String cache;
    private final Duration ttl;
    private final Duration timeout;
    private final View view;
    private final long[] fixedNames;

    private FarClaims(
            FarTier<V> tier, Claims claims, String cache, TierSettings settings, View view, List<String> fixed) {
        this.tier = tier;
        this.claims = claims;
        this.cache = cache;
        ttl = settings.claimLoads();
        timeout = settings.timeout();
        this.view = view;
        fixedNames = FarTier.fingerprints(fixed);
    }

    static <V extends @Nullable Object> @Nullable FarClaims<V> of(
            FarTier<V> tier, CacheSpec<?, V> spec, CacheSpec.FarSpec far, View view) {
        Claims claims = far.settings().claimLoads().isZero() ? null : far.tier().claims();
        return claims == null ? null : new FarClaims<>(tier, claims, spec.name(), far.settings(), view, spec.fixed());
    }

    /** Whether claims mean anything now: the tier answers, and this node may believe what others store there. */
    boolean areOpen() {
        return tier.isSound() && view.isCurrent() && view.position().isKnown();
    }

    /** Whether this node may believe what others store there. */
    boolean mayAsk() {
        return view.isCurrent() && view.position().isKnown();
    }

    Duration ttl() {
        return ttl;
    }

    /**
     * Asks for the load of a key; fails where the tier does, and answers null if it may not be called.
     *
     * @param instead the token of the claim that is superseded, or 0
     * @param unlessStored whether an entry that is there is answered without a claim
     * @param limit how long it may take at most, beside the tier's own timeout
     */
    @Nullable
    CompletableFuture<Step<V>> ask(
            Turn<V> turn, long instead, boolean unlessStored, Duration limit, Executor decoding) {
        Asked asked = tier.ask(turn.claim().key());
        Duration patience = limit.compareTo(timeout) < 0 ? limit : timeout;
        CompletableFuture<Claimed> answer =
                tier.call(patience, () -> claims.claim(cache, turn.claim(), ttl, instead, unlessStored));
        return answer == null ? null : answer.thenApplyAsync(claimed -> step(turn, asked, claimed), decoding);
    }

    /** A claim that may be asked for. */
    Turn<V> turn(Digest key) {
        long token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        return new Turn<>(this, new Claim(key, token, view.position()), tier.time());
    }

    private Step<V> step(Turn<V> turn, Asked asked, Claimed claimed) {
        if (claimed instanceof Claimed.Held held) {
            Position since = held.by().position();
            return new Held<>(held.by().token(), !view.trustsFar(asked, since, since, fixedNames), held.remaining());
        }
        if (claimed instanceof Claimed.Stored stored) {
            return new Stored<>(judged(turn, asked, stored.entry()));
        }
        TierEntry entry = ((Claimed.Granted) claimed).entry();
        return new Granted<>(turn, entry == null ? null : judged(turn, asked, entry));
    }

    private @Nullable FarEntry<V> judged(Turn<V> turn, Asked asked, TierEntry entry) {
        return tier.judgedAgain(turn.claim().key(), asked, entry);
    }

    CompletableFuture<Boolean> prolong(Claim claim) {
        CompletableFuture<Boolean> prolonged = tier.call(timeout, () -> claims.prolong(cache, claim, ttl));
        return prolonged != null
                ? prolonged
                : CompletableFuture.failedFuture(new IllegalStateException("the tier fails at present"));
    }

    /** Writes what was loaded; answers whether the tier answered. Never fails. */
    CompletableFuture<Boolean> fulfil(Claim claim, Parcel parcel, Position placed) {
        return tier.fulfil(parcel, placed, (TierWrite write) -> claims.fulfil(cache, claim, write));
    }

    void release(Claim claim) {
        CompletableFuture<Boolean> released = tier.call(timeout, () -> claims.release(cache, claim));
        if (released != null) {
            released.exceptionally(failure -> false); // it ends by itself
        }
    }

    boolean isOf(FarTier<V> one) {
        return tier == one;
    }
}
