package dev.terrace.cache;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/*
 * From the grant on the claim is prolonged at each third of its time, so that one that is lost on the way does no harm, but for PROLONGED
 * times its length at most: a loader that hangs must not keep the whole world waiting. A process that is stopped or dead prolongs nothing.
 *
 * It ends once: by the write of what was loaded, which is refused if the claim is not held any more, or by being given up.
 *
 * State under this object's lock: `ended`, `timer`. The tier is called outside of it.
 */
/** This process's claim on the load of one key. Thread-safe. */
final class Turn<V extends @Nullable Object> {

    static final int PROLONGED = 5;
    private static final int PARTS = 3;

    private final FarClaims<V> claims;
    private final Claim claim;
    private final Time time;
    private long granted;
    private boolean certain;
    private boolean ended;
    private Time.@Nullable Timer timer;

    Turn(FarClaims<V> claims, Claim claim, Time time) {
        this.claims = claims;
        this.claim = claim;
        this.time = time;
    }

    Claim claim() {
        return claim;
    }

    /** It is held: keeps it until it ends. */
    synchronized void begin() {
        certain = true;
        granted = time.nanoTime();
        prolongLater();
    }

    private synchronized void prolongLater() {
        Duration part = claims.ttl().dividedBy(PARTS);
        if (!ended
                && time.nanoTime() - granted
                        < claims.ttl().multipliedBy(PROLONGED).toNanos()) {
            timer = time.schedule(part, this::prolong);
        }
    }

    private void prolong() {
        if (!isEnded()) {
            claims.prolong(claim).whenComplete((held, failure) -> {
                if (failure != null || held) {
                    prolongLater();
                }
            });
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Writes what was loaded into a tier; under the claim where the tier is the one that keeps it. */
    CompletableFuture<Boolean> put(FarTier<V> tier, Parcel parcel, Position placed) {
        return claims.isOf(tier) && isHeld() && end() ? claims.fulfil(claim, parcel, placed) : tier.put(parcel, placed);
    }

    /** Whether it was granted, as far as this process knows; if not it may have been, and the answer was lost. */
    private synchronized boolean isHeld() {
        return certain;
    }

    /** Gives it up, if it has not ended. */
    void giveUp() {
        if (end()) {
            claims.release(claim);
        }
    }

    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        if (timer != null) {
            timer.cancel();
        }
        return first;
    }
}
