package dev.terrace.cache.fake;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The claims of a fake tier, of one cache. Thread-safe. */
public final class FakeClaims implements Claims {

    record Standing(Claim claim, long deadline) {}

    public final AtomicInteger asked = new AtomicInteger();
    public final AtomicInteger prolonged = new AtomicInteger();
    public final AtomicInteger fulfilled = new AtomicInteger();
    public final AtomicInteger refused = new AtomicInteger();
    public final AtomicInteger released = new AtomicInteger();
    private final AtomicBoolean holdAsk = new AtomicBoolean();
    private final AtomicBoolean holdFulfil = new AtomicBoolean();
    private volatile FakeTier.Mode mode = FakeTier.Mode.UP;
    private final FakeTier tier;
    private final Time time;
    private final Map<Digest, Standing> standing;

    FakeClaims(FakeTier tier, Time time, Map<Digest, Standing> standing) {
        this.tier = tier;
        this.time = time;
        this.standing = standing;
    }

    /** How claims are answered, whatever the tier does. */
    public void answer(FakeTier.Mode answers) {
        mode = answers;
    }

    /** The next claim is asked for when its tier's held calls are released. */
    public void holdAsk() {
        holdAsk.set(true);
    }

    /** The next value that was loaded under a claim arrives when its tier's held calls are released. */
    public void holdFulfil() {
        holdFulfil.set(true);
    }

    public @Nullable Claim held(Digest key) {
        Standing present = present(key);
        return present == null ? null : present.claim;
    }

    /** Takes a claim on behalf of a process that is none of the test's. */
    public void plant(Claim claim, Duration ttl) {
        standing.put(claim.key(), new Standing(claim, time.nanoTime() + ttl.toNanos()));
    }

    @Override
    public CompletionStage<Claimed> claim(String cache, Claim claim, Duration ttl, long instead, boolean unlessStored) {
        asked.incrementAndGet();
        return tier.answer(mode(), holdAsk.getAndSet(false), () -> {
            synchronized (standing) {
                Standing present = present(claim.key());
                if (present != null && present.claim.token() != claim.token() && present.claim.token() != instead) {
                    return new Claimed.Held(present.claim, Duration.ofNanos(present.deadline - time.nanoTime()));
                }
                TierEntry entry = tier.entry(cache, claim.key());
                if (present == null && entry != null && unlessStored) {
                    return new Claimed.Stored(entry);
                }
                plant(claim, ttl);
                return new Claimed.Granted(entry);
            }
        });
    }

    @Override
    public CompletionStage<Boolean> prolong(String cache, Claim claim, Duration ttl) {
        return tier.answer(mode(), false, () -> {
            synchronized (standing) {
                boolean held = isHeld(claim);
                if (held) {
                    prolonged.incrementAndGet();
                    plant(claim, ttl);
                }
                return held;
            }
        });
    }

    @Override
    public CompletionStage<Boolean> fulfil(String cache, Claim claim, TierWrite write) {
        return tier.answer(mode(), holdFulfil.getAndSet(false), () -> {
            synchronized (standing) {
                if (!isHeld(claim)) {
                    refused.incrementAndGet();
                    return false;
                }
                fulfilled.incrementAndGet();
                standing.remove(claim.key());
                return tier.store(cache, write);
            }
        });
    }

    @Override
    public CompletionStage<Boolean> release(String cache, Claim claim) {
        return tier.answer(mode(), false, () -> {
            synchronized (standing) {
                boolean held = isHeld(claim);
                if (held) {
                    released.incrementAndGet();
                    standing.remove(claim.key());
                }
                return held;
            }
        });
    }

    private FakeTier.Mode mode() {
        return tier.mode() == FakeTier.Mode.UP ? mode : tier.mode();
    }

    private boolean isHeld(Claim claim) {
        Standing present = present(claim.key());
        return present != null && present.claim.token() == claim.token();
    }

    private @Nullable Standing present(Digest key) {
        Standing found = standing.get(key);
        return found == null || found.deadline - time.nanoTime() <= 0 ? null : found;
    }
}
