package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims that one server holds for a tier: what claim.lua and fulfil.lua do, in Java. Not thread-safe. */
final class ClaimsModel {

    private record Standing(Claim claim, long deadline) {}

    private final TierModel tier;
    private final Map<Digest, Standing> standing = new HashMap<>();
    private long changes;

    ClaimsModel(TierModel tier) {
        this.tier = tier;
    }

    /** A replica's copy, beside its copy of the tier. */
    ClaimsModel copy(TierModel ofTier) {
        ClaimsModel copy = new ClaimsModel(ofTier);
        copy.standing.putAll(standing);
        return copy;
    }

    Claimed claim(Claim claim, Duration ttl, long instead, boolean unlessStored, long now) {
        Standing held = held(claim.key(), now);
        if (held != null && held.claim.token() != claim.token() && held.claim.token() != instead) {
            return new Claimed.Held(held.claim, Duration.ofNanos(held.deadline - now));
        }
        @Nullable TierEntry entry = tier.get(List.of(claim.key()), now).get(0);
        if (held == null && entry != null && unlessStored) {
            return new Claimed.Stored(entry);
        }
        put(claim, ttl, now);
        return new Claimed.Granted(entry);
    }

    boolean prolong(Claim claim, Duration ttl, long now) {
        boolean is = isHeld(claim, now);
        if (is) {
            put(claim, ttl, now);
        }
        return is;
    }

    boolean fulfil(Claim claim, TierWrite write, long now) {
        return release(claim, now) && tier.put(List.of(write), now) == 1;
    }

    boolean release(Claim claim, long now) {
        boolean is = isHeld(claim, now);
        if (is) {
            standing.remove(claim.key());
            changes++;
        }
        return is;
    }

    /** Moves with everything that a replica must do as well. */
    long changes() {
        return changes;
    }

    private void put(Claim claim, Duration ttl, long now) {
        standing.put(claim.key(), new Standing(claim, now + ttl.toNanos()));
        changes++;
    }

    private boolean isHeld(Claim claim, long now) {
        Standing held = held(claim.key(), now);
        return held != null && held.claim.token() == claim.token();
    }

    private @Nullable Standing held(Digest key, long now) {
        Standing found = standing.get(key);
        return found == null || found.deadline <= now ? null : found;
    }
}
