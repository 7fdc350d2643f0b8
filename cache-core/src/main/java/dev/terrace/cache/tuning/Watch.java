package dev.terrace.cache.tuning;

import dev.terrace.cache.ReadObserver;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/*
 * Spatial sampling (Waldspurger et al., FAST 2015): a key is in the sample by its hash, with all its reads or none, so that the time between two
 * misses of a key is seen whole. When the table is full the sample is halved, and what was counted in this period is forgotten.
 *
 * Hits of sampled keys take no lock: they find their key's place and add one. Places are given and taken under the lock, by misses and at the end of a
 * period; a hit that meets a table which is being replaced is lost.
 */
/**
 * Watches how the keys of one cache come again, for {@link Tuner}. Give it to {@link dev.terrace.cache.CacheBuilder#observer} and to
 * {@link TunedCache#watch}. Takes some 200 KB.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class Watch<K> implements ReadObserver<K> {

    /** The most keys that are held. */
    static final int ROOM = 4_096;
    /** One key in sixteen, where there are not too many. */
    private static final long WIDEST = 15;

    private static final int PLACES = 2 * ROOM;
    /** Keys that nobody has read for so many lives are forgotten. */
    private static final int LIVES = 4;

    private static final int HUNDREDTH = 100;

    private final Time time;
    private final long widest;
    private volatile Table table;
    private volatile long lifeNanos = Long.MAX_VALUE;
    /** Guarded by this, as what follows. */
    private long again;

    private long expired;
    private long expiredWithinTwice;
    private long expiredHot;

    /** Keys by the fingerprints of their hashes, and what is known of each. */
    private static final class Table {
        final long mask;
        final AtomicLongArray keys = new AtomicLongArray(PLACES);
        final AtomicIntegerArray reads = new AtomicIntegerArray(PLACES);
        final int[] readsAtMiss = new int[PLACES];
        final int[] readsBefore = new int[PLACES];
        final long[] missedNanos = new long[PLACES];
        int size;

        Table(long mask) {
            this.mask = mask;
        }

        /** Where a key is, or else the complement of where it would be. */
        int find(long key) {
            int at = (int) (key >>> 40) & (PLACES - 1);
            for (long there = keys.get(at); there != 0; there = keys.get(at)) {
                if (there == key) {
                    return at;
                }
                at = (at + 1) & (PLACES - 1);
            }
            return ~at;
        }

        /** Takes in a key that is not there; there is room. */
        int add(long key, long nanos) {
            int at = ~find(key);
            missedNanos[at] = nanos;
            size++;
            keys.set(at, key);
            return at;
        }

        void copy(Table from, int place) {
            int at = add(from.keys.get(place), from.missedNanos[place]);
            int count = from.reads.get(place);
            reads.set(at, count);
            readsAtMiss[at] = from.readsAtMiss[place];
            readsBefore[at] = count;
        }
    }

    /**
     * A watch of one key in sixteen.
     *
     * @param terrace whose cache is watched
     */
    public Watch(Terrace terrace) {
        this(terrace.host().time(), WIDEST);
    }

    /** With a sample of one key in {@code mask + 1}, at first. */
    Watch(Time time, long mask) {
        this.time = time;
        widest = mask;
        table = new Table(mask);
    }

    @Override
    public boolean samples(K key) {
        return (hash(key) & table.mask) == 0;
    }

    @Override
    public void hit(K key, long ageNanos, boolean drawn) {
        Table now = table;
        int at = now.find(hash(key));
        if (at >= 0) {
            now.reads.incrementAndGet(at);
        }
    }

    @Override
    public void missed(K key) {
        long hash = hash(key);
        if ((hash & table.mask) == 0) {
            missed(hash, time.nanoTime());
        }
    }

    private synchronized void missed(long hash, long now) {
        Table known = table;
        int at = known.find(hash);
        if (at < 0) {
            if (known.size >= ROOM) {
                known = halved(known);
                if ((hash & known.mask) != 0) {
                    return;
                }
            }
            at = known.add(hash, now);
        } else {
            count(now - known.missedNanos[at], known.reads.get(at) - known.readsAtMiss[at]);
            known.missedNanos[at] = now;
        }
        known.readsAtMiss[at] = known.reads.incrementAndGet(at);
    }

    private void count(long gap, int reads) {
        long life = lifeNanos;
        again++;
        if (gap >= life) {
            expired++;
            expiredWithinTwice += gap - life < life ? 1 : 0;
            expiredHot += reads >= Reuse.HOT ? 1 : 0;
        }
    }

    private Table halved(Table full) {
        Table fewer = full;
        for (long mask = full.mask; fewer.size >= ROOM; ) {
            mask = 2 * mask + 1;
            fewer = new Table(mask);
            for (int i = 0; i < PLACES; i++) {
                if (full.keys.get(i) != 0 && (full.keys.get(i) & mask) == 0) {
                    fewer.copy(full, i);
                }
            }
        }
        table = fewer;
        forget();
        return fewer;
    }

    private void forget() {
        again = 0;
        expired = 0;
        expiredWithinTwice = 0;
        expiredHot = 0;
    }

    /** How long entries live, by which misses are judged from now on. */
    void life(Duration life) {
        lifeNanos = life.toNanos();
    }

    /** What was seen since the last call; begins another period. */
    synchronized Reuse take() {
        Table known = table;
        long now = time.nanoTime();
        long longest = lifeNanos > Long.MAX_VALUE / LIVES ? Long.MAX_VALUE : LIVES * lifeNanos;
        // A sample that has become small is widened; the keys that come to it have no past.
        Table next = new Table(known.size < ROOM / LIVES && known.mask > widest ? known.mask >>> 1 : known.mask);
        int[] counts = new int[known.size];
        int keys = 0;
        long reads = 0;
        long once = 0;
        for (int i = 0; i < PLACES; i++) {
            if (known.keys.get(i) != 0) {
                int count = known.reads.get(i) - known.readsBefore[i];
                if (count > 0) {
                    counts[keys++] = count;
                    reads += count;
                    once += count == 1 ? 1 : 0;
                }
                if (count > 0 || now - known.missedNanos[i] < longest) {
                    next.copy(known, i);
                }
            }
        }
        table = next;
        Reuse reuse =
                new Reuse(keys, reads, once, hottest(counts, keys), again, expired, expiredWithinTwice, expiredHot);
        forget();
        return reuse;
    }

    private static long hottest(int[] counts, int keys) {
        Arrays.sort(counts, 0, keys);
        long sum = 0;
        int most = Math.min(keys, Math.max(1, keys / HUNDREDTH));
        for (int i = keys - most; i < keys; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** Not 0, which marks an empty place. The finish of MurmurHash3, which is in the public domain. */
    private static long hash(Object key) {
        long hash = key.hashCode();
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        hash ^= hash >>> 33;
        return hash == 0 ? Long.MIN_VALUE : hash;
    }
}
