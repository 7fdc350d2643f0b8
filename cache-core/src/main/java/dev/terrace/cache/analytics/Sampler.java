package dev.terrace.cache.analytics;

import dev.terrace.cache.ObservedHits;
import dev.terrace.cache.ReadObserver;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/*
 * Two samples at a time. One is of keys: those whose hash falls below a bound, all reads of them. It is what simulations need, for the reads
 * of a key are kept together (SHARDS). The other is of reads, each with the same chance, whichever key it asks for: only there every key can
 * be found to be hot, and ages are those of what is served.
 *
 * Hits are drawn by the cache, for all its observers at once; misses, which have time, by a number from the thread's own generator. A hit that is in
 * neither sample pays one volatile read and the hash of its key beside the draw, and neither while nothing is sampled, for then the cache is told not
 * to ask. Both bounds are in one word, so that one read sees both.
 *
 * The word of a read: its age, then whether it was drawn, whether the heap has missed, and whether its key was in the sample when it was recorded;
 * a bound that is moved while it waits does not change what it is.
 */
/** Chooses the reads that are looked at. Thread-safe. */
final class Sampler<K> implements ReadObserver<K> {

    /** Bounds are shares of this. */
    static final int ALL = 1 << 24;

    private static final int BY_KEY = 1;
    private static final int MISSED = 2;
    private static final int DRAWN = 4;
    private static final int AGE_SHIFT = 3;

    private final SampleRing<K> ring;
    /** The bound of keys in the upper half, that of reads in the lower; zero while nothing is sampled. */
    private volatile long bounds;
    /** Guarded by this. */
    private @Nullable ObservedHits observed;

    Sampler(SampleRing<K> ring) {
        this.ring = ring;
    }

    /** Samples these shares from now on. */
    synchronized void sample(int keys, int reads) {
        bounds = (long) keys << Integer.SIZE | reads;
        if (observed != null) {
            tell(observed);
        }
    }

    @Override
    public synchronized void begins(ObservedHits hits) {
        if (observed != null) {
            throw new IllegalStateException(
                    "these analytics observe a cache already: build others with CacheAnalytics.builder for each");
        }
        observed = hits;
        tell(hits);
    }

    private void tell(ObservedHits hits) {
        int reads = (int) bounds;
        hits.ask(keys(bounds) > 0);
        hits.draw(reads == 0 ? 0 : ALL / reads);
    }

    @Override
    public boolean samples(K key) {
        return place(key) < keys(bounds);
    }

    @Override
    public void hit(K key, long ageNanos, boolean drawn) {
        long now = bounds;
        if (now != 0) {
            ring.offer(
                    key,
                    Math.max(0, ageNanos) << AGE_SHIFT | (drawn ? DRAWN : 0) | (place(key) < keys(now) ? BY_KEY : 0));
        }
    }

    @Override
    public void missed(K key) {
        long now = bounds;
        if (now == 0) {
            return;
        }
        boolean byKey = place(key) < keys(now);
        boolean drawn = isDrawn(now);
        if (byKey || drawn) {
            ring.offer(key, MISSED | (byKey ? BY_KEY : 0) | (drawn ? DRAWN : 0));
        }
    }

    private static int keys(long bounds) {
        return (int) (bounds >>> Integer.SIZE);
    }

    private static boolean isDrawn(long bounds) {
        return (ThreadLocalRandom.current().nextInt() >>> (Integer.SIZE - 24)) < (int) bounds;
    }

    /** Where a key stands in the order of sampling, 0 to {@link #ALL}: the finalizer of MurmurHash3 over its hash code. */
    static int place(Object key) {
        int hash = key.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return (hash ^ (hash >>> 16)) >>> (Integer.SIZE - 24);
    }

    static boolean isByKey(long word) {
        return (word & BY_KEY) != 0;
    }

    static boolean isDrawnRead(long word) {
        return (word & DRAWN) != 0;
    }

    static boolean isMiss(long word) {
        return (word & MISSED) != 0;
    }

    static long age(long word) {
        return word >>> AGE_SHIFT;
    }
}
