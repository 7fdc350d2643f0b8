package dev.terrace.cache.analytics;

import dev.terrace.cache.Inspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The life of an entry is learned from the heap itself: how long ago it was brought, and how long it is fresh yet. So settings, jitter, lives
 * that values decide, and changes while the service runs are all in it, whoever makes them.
 */
/** How long entries live on the heap, learned from some that were read lately. Guarded by whoever has it. */
final class Lives<K> {

    private static final int LOOKED_AT = 16;

    private final Inspection<K, ?> inspection;
    private final List<K> lately = new ArrayList<>();
    private int at;

    Lives(Inspection<K, ?> inspection) {
        this.inspection = inspection;
    }

    /** A read of this key was sampled. */
    void seen(K key) {
        if (lately.size() < LOOKED_AT) {
            lately.add(key);
        } else {
            lately.set(at++ % LOOKED_AT, key);
        }
    }

    /** The median; null if nothing is known. Forgets the keys. */
    @Nullable
    Duration usual() {
        List<Duration> lives = new ArrayList<>();
        for (K key : lately) {
            Duration life = life(key);
            if (life != null) {
                lives.add(life);
            }
        }
        lately.clear();
        lives.sort(null);
        return lives.isEmpty() ? null : lives.get(lives.size() / 2);
    }

    private @Nullable Duration life(K key) {
        Inspection.Held<?> held;
        try {
            held = inspection.onHeap(key);
        } catch (IllegalArgumentException tooLong) {
            return null; // whoever reads it gets the same
        }
        Duration age = held == null ? null : held.place().age();
        Duration fresh = held == null ? null : held.place().fresh();
        if (age == null || fresh == null) {
            return null;
        }
        Duration life = age.plus(fresh);
        return life.isNegative() || life.isZero() ? null : life;
    }
}
