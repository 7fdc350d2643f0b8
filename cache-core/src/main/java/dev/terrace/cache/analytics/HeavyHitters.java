package dev.terrace.cache.analytics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * SpaceSaving (Metwally, Agrawal, El Abbadi: "Efficient computation of frequent and top-k elements in data streams", ICDT 2005). Whoever has
 * no counter takes over the smallest, with its count as his error; so a count is never too small, by no more than its error too large, and
 * what makes up more than 1/CAPACITY of all is among them. The smallest is looked for from end to end: a sample of some thousands a second
 * does not pay for an order.
 */
/** The commonest keys of a stream, in bounded memory. Guarded by whoever has it. */
final class HeavyHitters<K> {

    static final int CAPACITY = 256;

    private final Map<K, Counter<K>> byKey = new HashMap<>();
    private final Counter<K>[] counters;
    private int size;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what is put there below
    HeavyHitters() {
        counters = new Counter[CAPACITY];
    }

    private static final class Counter<K> {

        K key;
        long count;
        long error;

        Counter(K key) {
            this.key = key;
        }
    }

    void add(K key, long weight) {
        Counter<K> counter = byKey.get(key);
        if (counter == null) {
            counter = size < CAPACITY ? another(key) : takenOver(key);
            byKey.put(key, counter);
        }
        counter.count += weight;
    }

    private Counter<K> another(K key) {
        Counter<K> counter = new Counter<>(key);
        counters[size++] = counter;
        return counter;
    }

    private Counter<K> takenOver(K key) {
        Counter<K> least = counters[0];
        for (int i = 1; i < size; i++) {
            if (counters[i].count < least.count) {
                least = counters[i];
            }
        }
        byKey.remove(least.key);
        least.key = key;
        least.error = least.count;
        return least;
    }

    /** Lets what was counted up to now count for half. */
    void halve() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Counter<K> counter = counters[i];
            counter.count >>>= 1;
            counter.error >>>= 1;
            if (counter.count > 0) {
                counters[kept++] = counter;
            } else {
                byKey.remove(counter.key);
            }
        }
        Arrays.fill(counters, kept, size, null);
        size = kept;
    }

    /** The commonest, first the one that is so most surely. */
    List<HotKey<K>> top(int limit) {
        return Arrays.stream(counters, 0, size)
                .map(counter -> new HotKey<>(counter.key, counter.count, counter.error))
                .sorted(Comparator.comparingLong((HotKey<K> key) -> key.reads() - key.error())
                        .thenComparingLong(HotKey::reads)
                        .reversed())
                .limit(limit)
                .toList();
    }
}
