package dev.terrace.cache.analytics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/*
 * Heaps of other bounds, simulated in miniature (Waldspurger et al., ATC 2017): each is what the heap is, a Caffeine, and has room for the
 * bound's share of the sampled keys. It gets their reads alone. What it lacks it takes in at once, as a load would bring it; entries end as
 * those of the heap do.
 *
 * The answer is not the ratio of a miniature. A key that is very hot is in the sample or not, and moves all of them up or down alike. What
 * counts is how many more reads a miniature answers than that of the present bound, divided by the rate: so many reads more would the whole
 * heap have answered, beside those that it did answer. What all miniatures have in common, as what invalidations took from the heap and not
 * from them, cancels out.
 *
 * Caffeine throws dice, and in a heap of some hundred entries a few throws decide what becomes of very many reads: two heaps that serve the
 * same requests may differ by three points. So a small heap, all of whose keys are in the sample, has three simulations of each bound, and
 * their mean counts. How far those of the present bound are apart tells what the dice may have done to the heap itself (see `luck`).
 */
/** Simulations of the heap at some bounds. Guarded by whoever has it. */
final class Miniatures<K> {

    /** The simulated bounds, as multiples of the present one, ascending. */
    static final List<Double> SCALES = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

    /** How many simulations there are of each bound of a small heap. */
    static final int TWINS = 3;

    private static final int FEW = 2_048;
    /** So many standard deviations may be the dice's. */
    private static final double BY_CHANCE = 2;

    private static final int PRESENT = SCALES.indexOf(1.0);
    private static final Duration NEVER = Duration.ofDays(3_650);

    /** Of each scale, its twins. */
    private final List<List<Miniature<K>>> all = SCALES.stream()
            .map(scale -> Stream.generate(() -> new Miniature<K>(this::nanos))
                    .limit(TWINS)
                    .toList())
            .toList();

    private final double[] gained = new double[SCALES.size()];
    private long nanos;
    private long reads;
    private int keys = Sampler.ALL;
    /** How many of the twins are simulated. */
    private int twins = TWINS;

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
        for (List<Miniature<K>> scale : all) {
            for (int i = 0; i < twins; i++) {
                scale.get(i).read(key);
            }
        }
    }

    private void forEach(Consumer<Miniature<K>> what) {
        all.forEach(scale -> scale.forEach(what));
    }

    /** A sampled key was invalidated. */
    void remove(K key) {
        forEach(miniature -> miniature.entries.invalidate(key));
    }

    /** Everything was invalidated. */
    void clear() {
        forEach(miniature -> miniature.entries.invalidateAll());
    }

    /** Entries end so long after they were taken in. */
    void expireAfter(Duration life) {
        Duration bounded = life.compareTo(NEVER) < 0 ? life : NEVER;
        forEach(miniature ->
                miniature.entries.policy().expireAfterWrite().orElseThrow().setExpiresAfter(bounded));
    }

    /** The heap has room for so many entries from now on, and keys below a bound are sampled. */
    void resize(double entries, int keyBound) {
        if (keyBound < keys) {
            forEach(miniature -> miniature.entries.asMap().keySet().removeIf(key -> Sampler.place(key) >= keyBound));
        }
        keys = keyBound;
        for (int i = 0; i < all.size(); i++) {
            long room = room(SCALES.get(i), entries);
            all.get(i).forEach(miniature -> miniature.bound(room));
        }
        twins(hasTwins(entries, keys) ? TWINS : 1);
    }

    /** Whether there are several simulations of each bound. Where keys are left out, that errs by more than dice. */
    static boolean hasTwins(double entries, int keyBound) {
        return keyBound == Sampler.ALL && entries > 0 && entries <= FEW;
    }

    /** Those that join know what the first one knows, but not how often each key was read; those that leave forget everything. */
    private void twins(int count) {
        for (List<Miniature<K>> scale : all) {
            Miniature<K> first = scale.get(0);
            for (Miniature<K> other : scale.subList(1, TWINS)) {
                if (count == 1) {
                    other.entries.invalidateAll();
                } else if (twins == 1) {
                    other.entries.putAll(first.entries.asMap());
                    other.hits = first.hits;
                    other.settled = first.settled;
                }
            }
        }
        twins = count;
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
        double present = since(all.get(PRESENT));
        double reach = kept * keys / Sampler.ALL;
        for (int i = 0; i < gained.length; i++) {
            gained[i] += reach <= 0 ? 0 : (since(all.get(i)) - present) / reach;
        }
        forEach(miniature -> miniature.settled = miniature.hits);
    }

    /** The mean of the twins. */
    private double since(List<Miniature<K>> scale) {
        long sum = 0;
        for (int i = 0; i < twins; i++) {
            sum += scale.get(i).hits - scale.get(i).settled;
        }
        return (double) sum / twins;
    }

    /** How many more reads than the present one each of the heaps would have answered, as far as was booked. */
    double[] gained() {
        return gained.clone();
    }

    /** What each has answered. */
    long[] hits() {
        return all.stream().mapToLong(scale -> scale.get(0).hits).toArray();
    }

    /** What each twin of the present bound has answered. */
    long[] presentHits() {
        return all.get(PRESENT).stream()
                .limit(twins)
                .mapToLong(miniature -> miniature.hits)
                .toArray();
    }

    /**
     * By how much the heap was luckier than it is to be expected of one of its bound, as a share of the reads; 0 where that cannot be told.
     * Where every read was simulated, the heap and its twins are draws of one lot, unless something befell the heap that they do not know of. So
     * what it is away from their mean counts as luck as far as they are away from each other, twice over; the rest is something that other bounds
     * would have in common.
     *
     * @param observed the share of reads that the heap has answered
     * @param twins the shares of the same reads that its twins have answered
     */
    static double luck(double observed, double[] twins) {
        if (twins.length < 2) {
            return 0;
        }
        double mean = Arrays.stream(twins).average().orElseThrow();
        double squares =
                Arrays.stream(twins).map(twin -> (twin - mean) * (twin - mean)).sum();
        double chance = BY_CHANCE * Math.sqrt(squares / (twins.length - 1) * (1 + 1.0 / twins.length));
        return Math.max(-chance, Math.min(chance, observed - mean));
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
