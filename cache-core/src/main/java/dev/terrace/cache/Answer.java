package dev.terrace.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A value, and what it is.
 *
 * <p>Immutable and thread-safe.
 *
 * @param value the value; null only in a {@linkplain CacheBuilder#nullable() nullable} cache
 * @param reason why it is the answer; it tells whether the value is stale
 * @param age how long ago it was loaded or put, by the clock of the tier that had it: what was copied into a nearer tier counts from
 *     then. Exact to 100 ms
 * @param tier which tier had it: {@code heap}, the {@link TierStats#tier() name} of a far one, or {@code loader}
 * @param <V> the type of the value
 * @since 0.1.0
 */
public record Answer<V extends @Nullable Object>(V value, Reason reason, Duration age, String tier) {

    /** Why a value is the answer. */
    public enum Reason {

        /** A tier had it, and it was fresh. */
        HIT(false),

        /** It was loaded for this read, or for another that this one joined. */
        LOADED(false),

        /** It is stale, and a newer one is being loaded: {@link Freshness#staleWhileRevalidate}. */
        REVALIDATING(true),

        /** It is stale, for the loader has failed, now or a short while ago: {@link Freshness#staleIfError}. */
        LOAD_FAILED(true),

        /** It is stale, for the load has not ended in time: {@link Freshness#softTimeout}, {@link Freshness#deadline}. */
        LATE(true);

        private final boolean stale;

        Reason(boolean stale) {
            this.stale = stale;
        }
    }

    /**
     * Whether the value's freshness is over.
     *
     * @return true if it was served by the rules of RFC 5861
     */
    public boolean isStale() {
        return reason.stale;
    }

    /** The same without the value, which may be a secret. */
    @Override
    public String toString() {
        return "Answer[reason=" + reason + ", age=" + age + ", tier=" + tier + "]";
    }
}
