package dev.terrace.cache.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * Which keys are read most, in bounded memory. A counter for each of the hottest, and some more; when there is no room the coldest are
 * dropped, all at a time, so that a read costs one lookup. A key that comes again begins at nothing: counts are never too high, and too low by
 * less than what the coldest kept one had when it was dropped (as in lossy counting, Manku and Motwani, VLDB 2002).
 *
 * Ageing. A note that is `halfLife` notes older counts half as much. It is done forward (Cormode, Shkapenyuk, Srivastava and Xu, ICDE 2009):
 * later reads get more instead of earlier ones less, so that nothing but the key that is read is touched, and comparing two keys needs no clock. Before the
 * numbers become too large all are divided. The score lies between how often and how lately (LRFU; Lee and others, IEEE Trans. Computers 2001).
 * It counts notes and not hours, since a cache turns over with its reads; and notes rather than the reads that they stand for, so that where a
 * sample is taken of very many there are still some notes of each key.
 *
 * The hours of the day are counted beside it, and fade each day.
 */
/** A bounded sketch of the reads of one cache. Not thread-safe. */
final class Sketch<K> {

    static final int HOURS = 24;

    private static final int RENEWED_AFTER = 64; // half-lives: 2^64 is far below what a double holds
    private static final float FORGOTTEN = 0.05f;

    private static final class Counter {
        private double score;
        private final float[] hours = new float[HOURS];
    }

    private final int capacity;
    private final int room;
    private final double halfLife;
    private final Map<K, Counter> counters = new HashMap<>();
    /** Since the scores were divided last. */
    private double notes;

    Sketch(int capacity) {
        this.capacity = capacity;
        room = capacity + Math.max(16, capacity / 4);
        halfLife = 10.0 * capacity;
    }

    int size() {
        return Math.min(capacity, counters.size());
    }

    /** A note of a read, or of several, in an hour of the day. */
    void add(K key, double weight, int hour) {
        notes++;
        if (notes > RENEWED_AFTER * halfLife) {
            renew();
        }
        Counter counter = counter(key);
        counter.score += weight * scale();
        counter.hours[hour] += (float) weight;
    }

    private Counter counter(K key) {
        Counter known = counters.get(key);
        if (known != null) {
            return known;
        }
        if (counters.size() >= room) {
            drop();
        }
        Counter first = new Counter();
        counters.put(key, first);
        return first;
    }

    /** By how much a read of now counts more than one at the beginning. */
    private double scale() {
        return Math.pow(2, notes / halfLife);
    }

    private void renew() {
        double by = scale();
        counters.values().forEach(counter -> counter.score /= by);
        notes = 0;
    }

    /** Drops the coldest, so that as many are left as are to be kept. */
    private void drop() {
        double[] scores =
                counters.values().stream().mapToDouble(counter -> counter.score).toArray();
        Arrays.sort(scores);
        double least = scores[scores.length - capacity];
        counters.values().removeIf(counter -> counter.score < least);
        int equals = counters.size() - capacity;
        for (var rest = counters.values().iterator(); equals > 0 && rest.hasNext(); ) {
            if (rest.next().score <= least) {
                rest.remove();
                equals--;
            }
        }
    }

    /** Lets what is known of the hours fade; to be called once a day. */
    void fade(float to) {
        for (Counter counter : counters.values()) {
            for (int hour = 0; hour < HOURS; hour++) {
                float faded = counter.hours[hour] * to;
                counter.hours[hour] = faded < FORGOTTEN ? 0 : faded;
            }
        }
    }

    /** What is known, the hottest first. */
    List<AccessProfile.Row<K>> rows() {
        double now = scale();
        List<AccessProfile.Row<K>> rows = new ArrayList<>(counters.size());
        counters.forEach(
                (key, counter) -> rows.add(new AccessProfile.Row<>(key, counter.score / now, counter.hours.clone())));
        rows.sort(Comparator.comparingDouble((AccessProfile.Row<K> row) -> row.weight())
                .reversed());
        return rows.size() <= capacity ? rows : new ArrayList<>(rows.subList(0, capacity));
    }

    /** Adds what was known before. */
    void restore(List<AccessProfile.Row<K>> rows) {
        for (AccessProfile.Row<K> row : rows.subList(0, Math.min(capacity, rows.size()))) {
            Counter counter = counter(row.key());
            counter.score += row.weight() * scale();
            for (int hour = 0; hour < HOURS; hour++) {
                counter.hours[hour] += row.hours()[hour];
            }
        }
    }
}
