package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Requests to several caches that share one budget.
 *
 * <p>Immutable by agreement: nobody changes the arrays. Thread-safe.
 *
 * @param label where they come from
 * @param caches the cache of each request, from 0
 * @param keys the key of each
 * @param different how many different keys each cache is asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Shared(String label, byte[] caches, int[] keys, int[] different) {

    private static final int TYPE_SHIFT = 27;
    /** Types with less than this share of the requests have one cache together. */
    private static final double RARE = 0.01;

    /** A recorded trace: the type of an object, the five highest bits of its key, decides which cache is asked. */
    static Shared byType(String label, int[] keys) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int key : keys) {
            counts.merge(key >>> TYPE_SHIFT, 1, Integer::sum);
        }
        List<Integer> types = counts.entrySet().stream()
                .filter(one -> one.getValue() >= RARE * keys.length)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        byte[] caches = new byte[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int type = types.indexOf(keys[i] >>> TYPE_SHIFT);
            caches[i] = (byte) (type < 0 ? types.size() : type);
        }
        return of(label, caches, keys);
    }

    /** A trace; one whose requests are all to one cache is put beside as many made up ones, so that there is something to share. */
    static Shared beside(String label, int[] own, long seed) {
        Shared alone = byType(label, own);
        if (alone.count() > 1) {
            return alone;
        }
        Shared other = zipf(own.length, seed);
        byte[] caches = new byte[2 * own.length];
        int[] keys = new int[caches.length];
        for (int i = 0; i < own.length; i++) {
            keys[2 * i] = own[i];
            keys[2 * i + 1] = other.keys[i];
            caches[2 * i + 1] = (byte) (1 + other.caches[i]);
        }
        return of(label + " beside as many requests of the generator", caches, keys);
    }

    /** Made up: caches of few and of many keys, asked often and seldom, each by Zipf's law with drift. */
    static Shared zipf(int requests, long seed) {
        int[] different = {requests / 500, requests / 50, requests / 10, requests / 5};
        double[] shares = {0.45, 0.3, 0.15, 0.1};
        int[][] own = new int[shares.length][];
        for (int i = 0; i < own.length; i++) {
            int asked = (int) Math.ceil(1.1 * shares[i] * requests) + 1_000;
            own[i] = Requests.zipf(asked, Math.max(10, different[i]), seed + i).keys();
        }
        Random random = new Random(seed);
        int[] at = new int[own.length];
        byte[] caches = new byte[requests];
        int[] keys = new int[requests];
        for (int i = 0; i < requests; i++) {
            double drawn = random.nextDouble();
            int cache = 0;
            while (cache < shares.length - 1 && drawn >= shares[cache]) {
                drawn -= shares[cache++];
            }
            caches[i] = (byte) cache;
            keys[i] = own[cache][at[cache]++ % own[cache].length];
        }
        return of("generator (4 caches, Zipf with drift, seed " + seed + ")", caches, keys);
    }

    private static Shared of(String label, byte[] caches, int[] keys) {
        List<Set<Integer>> seen = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            while (seen.size() <= caches[i]) {
                seen.add(new HashSet<>());
            }
            seen.get(caches[i]).add(keys[i]);
        }
        return new Shared(label, caches, keys, seen.stream().mapToInt(Set::size).toArray());
    }

    int count() {
        return different.length;
    }

    /** As much room as a share of all different keys, at least a hundred entries a cache. */
    long budget(double share) {
        return Math.max(
                100L * count(), Math.round(share * Arrays.stream(different).sum()));
    }

    /** The same for each cache. */
    long[] equalSplit(long budget) {
        long[] split = new long[count()];
        Arrays.fill(split, budget / count());
        return split;
    }

    /** The same share of each cache's keys. */
    long[] splitByKeys(long budget) {
        double all = Arrays.stream(different).sum();
        return Arrays.stream(different)
                .mapToLong(own -> Math.max(1, (long) (budget * (own / all))))
                .toArray();
    }
}
