package dev.terrace.cache;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/*
 * From the grant on the claim is prolonged at each third of its time, so that one that is lost on the way does no harm, but for PROLONGED
 * times its length at most: a loader that hangs must not keep the whole world waiting. A process that is stopped or dead prolongs nothing.
 *
 * It ends once: by the write of what was loaded, which is refused if the claim is not held any more, or by being given up. A process that
 * has let its claim go, because its loader takes so long, writes what it has in the end as if there had been none; else what takes
 * long to load would never be stored.
 *
 * State under this object's lock: all that changes. The tier is called outside of it.
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

    private void prolongLater() {
        if (!ended) {
            timer = time.schedule(claims.ttl().dividedBy(PARTS), this::prolong);
        }
    }

    private void prolong() {
        if (!isEnded()) {
            claims.prolong(claim).whenComplete((held, failure) -> prolonged(failure == null, failure == null && held));
        }
    }

    private synchronized void prolonged(boolean answered, boolean held) {
        long since = time.nanoTime() - granted;
        boolean longEnough = since >= claims.ttl().multipliedBy(PROLONGED).toNanos();
        if (held && longEnough) {
            certain = false; // it is let go, not lost
        } else if ((held || !answered) && !longEnough) {
            prolongLater();
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    /** Writes what was loaded into a tier; under the claim where the tier is the one that keeps it. */
    CompletableFuture<Boolean> put(FarTier<V> tier, Parcel parcel, Position placed) {
        return claims.isOf(tier) && isHeld() && end() ? claims.fulfil(claim, parcel, placed) : tier.put(parcel, placed);
    }

    /** Whether it was granted and not let go; else perhaps it was, and the answer was lost. */
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
