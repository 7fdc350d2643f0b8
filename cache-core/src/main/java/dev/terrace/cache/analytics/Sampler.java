package dev.terrace.cache.analytics;

import dev.terrace.cache.ReadObserver;
import java.util.concurrent.ThreadLocalRandom;

/*
 * Two samples at a time. One is of keys: those whose hash falls below a bound, all reads of them. It is what simulations need, for the reads
 * of a key are kept together (SHARDS). The other is of reads, each with the same chance, whichever key it asks for: only there every key can
 * be found to be hot, and ages are those of what is served.
 *
 * A heap hit that is in neither pays one volatile read, the hash of its key, and a number from the thread's own generator. Both bounds are
 * in one word, so that one read sees both.
 *
 * The word of a read: its age, then whether the heap has missed, then whether its key was in the sample when it was recorded; a bound
 * that is moved while it waits does not change what it is.
 */
/** Chooses the reads that are looked at. Thread-safe. */
final class Sampler<K> implements ReadObserver<K> {

    /** Bounds are shares of this. */
    static final int ALL = 1 << 24;

    private static final int BY_KEY = 1;
    private static final int MISSED = 2;
    private static final int AGE_SHIFT = 2;

    private final SampleRing<K> ring;
    /** The bound of keys in the upper half, that of reads in the lower; zero while nothing is sampled. */
    private volatile long bounds;

    Sampler(SampleRing<K> ring) {
        this.ring = ring;
    }

    /** Samples these shares from now on. */
    void sample(int keys, int reads) {
        bounds = (long) keys << Integer.SIZE | reads;
    }

    @Override
    public boolean samples(K key) {
        long now = bounds;
        return now != 0 && (place(key) < keys(now) || isDrawn(now));
    }

    @Override
    public void hit(K key, long ageNanos) {
        ring.offer(key, Math.max(0, ageNanos) << AGE_SHIFT | (place(key) < keys(bounds) ? BY_KEY : 0));
    }

    @Override
    public void missed(K key) {
        long now = bounds;
        if (now == 0) {
            return;
        }
        boolean byKey = place(key) < keys(now);
        if (byKey || isDrawn(now)) {
            ring.offer(key, byKey ? MISSED | BY_KEY : MISSED);
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

    static boolean isMiss(long word) {
        return (word & MISSED) != 0;
    }

    static long age(long word) {
        return word >>> AGE_SHIFT;
    }
}
