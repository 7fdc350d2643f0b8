package dev.terrace.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * Both may be changed while the cache is used. Readers take one of them each, where a hit is judged and where an entry is made, and never
 * need the two to fit; those who change them do, and hold the lock.
 */
/** How long entries live on one heap, and when they are due. Thread-safe. */
final class Lives {

    /** An age that nothing reaches. */
    static final long NEVER = Long.MAX_VALUE;

    private final boolean refreshes;
    private volatile Duration life;
    private volatile long dueNanos;

    /** The two as they were built, which is known to fit. */
    Lives(Duration life, @Nullable Duration due, boolean refreshes) {
        this.life = life;
        this.refreshes = refreshes;
        dueNanos = due == null ? NEVER : due.toNanos();
    }

    boolean refreshes() {
        return refreshes;
    }

    Duration life() {
        return life;
    }

    /** The age at which an entry is due for a refresh. */
    long dueNanos() {
        return dueNanos;
    }

    @Nullable
    Duration due() {
        long nanos = dueNanos;
        return nanos == NEVER ? null : Duration.ofNanos(nanos);
    }

    synchronized void life(Duration wanted) {
        Settings.life("heap expireAfterWrite", wanted);
        if (dueNanos != NEVER && wanted.toNanos() <= dueNanos) {
            throw new IllegalArgumentException(
                    "expireAfterWrite of " + wanted + " is not longer than the refreshAfterWrite of " + due()
                            + ", so no entry would live to be refreshed: shorten that first, or set it to null");
        }
        life = wanted;
    }

    synchronized void due(@Nullable Duration wanted) {
        if (wanted == null) {
            dueNanos = NEVER;
            return;
        }
        if (!refreshes) {
            throw new IllegalStateException(
                    "refreshAfterWrite needs a loader to call, and failures that are remembered, so that one which"
                            + " fails is not asked again at each tick: give the cache's builder loader(...) and rememberFailures(...)");
        }
        Settings.life("refreshAfterWrite", wanted);
        if (wanted.compareTo(life) >= 0) {
            throw new IllegalArgumentException(
                    "refreshAfterWrite of " + wanted + " is not shorter than the heap's expireAfterWrite of " + life
                            + ", so no entry would live to be refreshed: shorten the one or lengthen the other");
        }
        dueNanos = wanted.toNanos();
    }
}
