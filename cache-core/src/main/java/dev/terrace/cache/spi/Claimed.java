package dev.terrace.cache.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has come of asking for a claim.
 *
 * @since 0.1.0
 */
public sealed interface Claimed {

    /**
     * It is held now.
     *
     * @param entry what the tier has under the key, as {@link Tier#get} answers it; null if nothing
     */
    record Granted(@Nullable TierEntry entry) implements Claimed {}

    /**
     * Another one is held.
     *
     * @param by the other one
     * @param remaining how long it lasts unless it is prolonged, by the store's clock, not negative
     */
    record Held(Claim by, Duration remaining) implements Claimed {}

    /**
     * None is held; the tier has an entry, and the claim was to be taken only if it had none.
     *
     * @param entry the entry
     */
    record Stored(TierEntry entry) implements Claimed {}
}
