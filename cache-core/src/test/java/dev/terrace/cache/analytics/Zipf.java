package dev.terrace.cache.analytics;

import java.util.Arrays;
import java.util.Random;

/** Reads of numbered keys, the first of them the most often, by Zipf's law. Repeats itself for a seed. */
final class Zipf {

    private final double[] upTo;
    private final Random random;

    Zipf(int keys, double exponent, long seed) {
        random = new Random(seed);
        upTo = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1, -exponent);
            upTo[i] = sum;
        }
    }

    int next() {
        int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return at < 0 ? -at - 1 : at;
    }
}
