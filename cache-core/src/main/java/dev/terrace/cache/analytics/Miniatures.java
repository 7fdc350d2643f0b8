package dev.terrace.cache.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/*
 * Heaps of other bounds, simulated in miniature (Waldspurger et al., ATC 2017): each is what the heap is, a Caffeine, and has room for the
 * bound's share of the sampled keys. It gets their reads alone. What it lacks it takes in at once, as a load would bring it; entries end as
 * those of the heap do.
 *
 * The answer is not the ratio of a miniature. A key that is very hot is in the sample or not, and moves all of them up or down alike. What
 * counts is how many more reads a miniature answers than that of the present bound, divided by the rate: so many reads more would the whole
 * heap have answered, beside those that it did answer. What all miniatures have in common, as what invalidations took from the heap and not
 * from them, cancels out.
 */
/** Simulations of the heap at some bounds. Guarded by whoever has it. */
final class Miniatures<K> {

    /** The simulated bounds, as multiples of the present one, ascending. */
    static final List<Double> SCALES = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

    private static final int PRESENT = SCALES.indexOf(1.0);
    private static final Duration NEVER = Duration.ofDays(3_650);

    private final List<Miniature<K>> all =
            SCALES.stream().map(scale -> new Miniature<K>(this::nanos)).toList();
    private final double[] gained = new double[SCALES.size()];
    private long nanos;
    private long reads;
    private int keys = Sampler.ALL;

    private static final class Miniature<K> {

        final Cache<K, Boolean> entries;
        long hits;
        long settled;

        Miniature(com.github.benmanes.caffeine.cache.Ticker ticker) {
            entries = Caffeine.newBuilder()
                    .maximumSize(1)
                    .expireAfterWrite(NEVER)
                    .ticker(ticker)
                    .executor(Runnable::run)
                    .build();
        }

        void read(K key) {
            if (entries.getIfPresent(key) != null) {
                hits++;
            } else {
                entries.put(key, Boolean.TRUE);
            }
        }

        void bound(long room) {
            entries.policy().eviction().orElseThrow().setMaximum(room);
        }
    }

    private long nanos() {
        return nanos;
    }

    /** What is read from now on is read at this time. */
    void at(long now) {
        nanos = now;
    }

    /** A read of a sampled key. */
    void read(K key) {
        reads++;
        for (Miniature<K> miniature : all) {
            miniature.read(key);
        }
    }

    /** A sampled key was invalidated. */
    void remove(K key) {
        for (Miniature<K> miniature : all) {
            miniature.entries.invalidate(key);
        }
    }

    /** Everything was invalidated. */
    void clear() {
        for (Miniature<K> miniature : all) {
            miniature.entries.invalidateAll();
        }
    }

    /** Entries end so long after they were taken in. */
    void expireAfter(Duration life) {
        Duration bounded = life.compareTo(NEVER) < 0 ? life : NEVER;
        for (Miniature<K> miniature : all) {
            miniature.entries.policy().expireAfterWrite().orElseThrow().setExpiresAfter(bounded);
        }
    }

    /** The heap has room for so many entries from now on, and keys below a bound are sampled. */
    void resize(double entries, int keyBound) {
        if (keyBound < keys) {
            for (Miniature<K> miniature : all) {
                miniature.entries.asMap().keySet().removeIf(key -> Sampler.place(key) >= keyBound);
            }
        }
        keys = keyBound;
        for (int i = 0; i < all.size(); i++) {
            all.get(i).bound(room(SCALES.get(i), entries));
        }
    }

    private long room(double scale, double entries) {
        return Math.max(1, Math.round(scale * entries * keys / Sampler.ALL));
    }

    /** The room of the miniature of the present bound. */
    long room(double entries) {
        return room(SCALES.get(PRESENT), entries);
    }

    /** Books what was read since the last time, of which only a share was not dropped. */
    void settle(double kept) {
        long present = since(all.get(PRESENT));
        double reach = kept * keys / Sampler.ALL;
        for (int i = 0; i < gained.length; i++) {
            gained[i] += reach <= 0 ? 0 : (since(all.get(i)) - present) / reach;
        }
        all.forEach(miniature -> miniature.settled = miniature.hits);
    }

    private static long since(Miniature<?> miniature) {
        return miniature.hits - miniature.settled;
    }

    /** How many more reads than the present one each of the heaps would have answered, as far as was booked. */
    double[] gained() {
        return gained.clone();
    }

    /** What each has answered. */
    long[] hits() {
        return all.stream().mapToLong(miniature -> miniature.hits).toArray();
    }

    /** Reads that were simulated. */
    long reads() {
        return reads;
    }

    /** The bounds for a present one. */
    static long[] bounds(long maximum) {
        return DoubleStream.of(SCALES.stream().mapToDouble(scale -> scale).toArray())
                .mapToLong(scale -> Math.max(1, Math.round(scale * maximum)))
                .toArray();
    }
}
