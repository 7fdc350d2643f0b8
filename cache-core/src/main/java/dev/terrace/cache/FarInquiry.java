package dev.terrace.cache;

import dev.terrace.cache.Explanation.Place;
import dev.terrace.cache.Explanation.Verdict;
import dev.terrace.cache.internal.envelope.DamagedEnvelopeException;
import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.internal.envelope.EnvelopeFormat;
import dev.terrace.cache.internal.log.Doubt;
import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Says what one far tier has of a key, and what that is worth. To be used for one key. */
final class FarInquiry<V extends @Nullable Object> {

    private final FarTier<V> tier;
    private final View view;
    private final Mark mark;
    private final Duration window;
    /** What was decoded; written before the answer is. */
    private @Nullable V value;

    FarInquiry(FarTier<V> tier, CacheSpec<?, V> spec, View view) {
        this.tier = tier;
        this.view = view;
        mark = view.cache(spec.name());
        window = spec.freshness().window();
    }

    /** Never fails. */
    CompletableFuture<Place> of(Digest key, Executor decoding) {
        return tier.unnoticed(key)
                .handleAsync((found, failure) -> failure == null ? place(key, found) : silent(failure), decoding)
                .exceptionally(this::silent);
    }

    /** The same, with what the tier would serve; never fails. */
    CompletableFuture<Inspection.Held<V>> held(Digest key, Executor decoding) {
        return of(key, decoding)
                .thenApply(place -> new Inspection.Held<>(place, place.verdict() == Verdict.BELIEVED ? value : null));
    }

    private Place silent(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String because = cause instanceof TimeoutException
                ? "it did not answer within its timeout"
                : "it failed: " + ExplanationText.quoted(cause.toString());
        return bare(Verdict.UNKNOWN, because);
    }

    private Place bare(Verdict verdict, String because) {
        return new Place(tier.name(), verdict, because, null, null, null, null, List.of(), null, tier.breaker());
    }

    private Place place(Digest key, @Nullable List<@Nullable TierEntry> found) {
        if (found == null || found.size() != 1) {
            return bare(Verdict.UNKNOWN, "it answered for another number of keys");
        }
        TierEntry stored = found.get(0);
        return stored == null ? bare(Verdict.ABSENT, "it has nothing") : place(key, stored);
    }

    private Place place(Digest key, TierEntry stored) {
        Envelope envelope;
        long[] names;
        try {
            envelope = EnvelopeFormat.read(stored.envelope());
            if (!envelope.key().equals(key)) {
                throw new DamagedEnvelopeException("the entry is another key's");
            }
            names = FarTier.fingerprints(envelope.dependencies());
        } catch (DamagedEnvelopeException | IllegalArgumentException damage) {
            return bare(Verdict.DAMAGED, String.valueOf(damage.getMessage()));
        }
        Duration fresh = stored.remaining().minus(envelope.stale());
        if (envelope.kind() == Envelope.Kind.TOMBSTONE) {
            String because = "the key was removed, and the mark of that is kept for " + ExplanationText.time(fresh);
            return place(Verdict.REMOVED, because, stored, envelope, null, null);
        }
        Duration age = tier.age(envelope.life(), fresh);
        if (tier.isOwed(key)) {
            String because = "it has not taken the removal of the key, which is sent again";
            return place(Verdict.INVALIDATED, because, stored, envelope, age, fresh);
        }
        Doubt doubt = Doubt.afar(view, mark, key.fingerprint(), stored.position(), envelope.position(), names);
        if (doubt != null) {
            Position of = doubt.kind() == Doubt.Kind.OTHER_EPOCH ? stored.position() : null;
            return place(
                    Inquiry.verdict(doubt),
                    Inquiry.sentence(doubt, envelope.dependencies(), of, view.position()),
                    stored,
                    envelope,
                    age,
                    fresh);
        }
        String damage = damage(envelope);
        Verdict verdict = damage == null ? Inquiry.verdict(fresh, window) : Verdict.DAMAGED;
        return place(verdict, damage == null ? Inquiry.sentence(verdict) : damage, stored, envelope, age, fresh);
    }

    /** Why its value cannot be read, if that is so. */
    private @Nullable String damage(Envelope envelope) {
        try {
            value = tier.decoded(envelope);
            return null;
        } catch (DamagedEnvelopeException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            return "codec " + envelope.codec() + " cannot read it as this cache's type: "
                    + e.getClass().getName();
        }
    }

    private Place place(
            Verdict verdict,
            String because,
            TierEntry stored,
            Envelope envelope,
            @Nullable Duration age,
            @Nullable Duration fresh) {
        return new Place(
                tier.name(),
                verdict,
                because,
                age,
                fresh,
                stored.position(),
                envelope.position(),
                envelope.dependencies(),
                stored.envelope().length,
                tier.breaker());
    }
}
