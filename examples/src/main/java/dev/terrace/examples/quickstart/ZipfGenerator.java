package dev.terrace.examples.quickstart;

import java.util.Arrays;
import java.util.Random;

/*
 * The n-th most popular of all products is asked for in proportion to 1 / n (Zipf's law). Popularity drifts:
 * now and then a product that hardly anybody knew becomes the most popular, and every other falls by one rank.
 *
 * Random and StrictMath are specified to the bit, so a seed means the same requests on every JVM.
 */
/** Makes requests like those of a shop's visitors. Not thread-safe. */
final class ZipfGenerator {

    static final double EXPONENT = 1.0;

    /** How many newcomers take the top in the course of one run. */
    static final int NEWCOMERS = 20;

    private final Random random;
    private final double[] cumulative;
    private final int[] byRank;

    ZipfGenerator(int products, long seed) {
        random = new Random(seed);
        cumulative = new double[products];
        double sum = 0;
        for (int rank = 0; rank < products; rank++) {
            sum += StrictMath.pow(rank + 1, -EXPONENT);
            cumulative[rank] = sum;
        }
        byRank = shuffled(products);
    }

    /** All products, whether asked for or not, numbered from 0 and named by ids from 1. */
    Workload workload(int requests) {
        int products = cumulative.length;
        long[] ids = new long[products];
        Arrays.setAll(ids, product -> product + 1);
        int[] sequence = new int[requests];
        int age = Math.max(1, requests / (NEWCOMERS + 1));
        for (int i = 0; i < requests; i++) {
            int fallen = i / age;
            sequence[i] = byRank[Math.floorMod(rank() - fallen, products)];
        }
        return new Workload(sequence, ids);
    }

    private int rank() {
        double point = random.nextDouble() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, point);
        return Math.min(found >= 0 ? found : -found - 1, cumulative.length - 1);
    }

    private int[] shuffled(int products) {
        int[] shuffled = new int[products];
        for (int i = 0; i < products; i++) {
            int other = random.nextInt(i + 1);
            shuffled[i] = shuffled[other];
            shuffled[other] = i;
        }
        return shuffled;
    }
}
