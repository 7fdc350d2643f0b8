package dev.terrace.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Requests to be replayed, a key each.
 *
 * <p>Immutable by agreement: nobody changes the keys. Thread-safe.
 *
 * @param label where they come from
 * @param keys one for each request, in order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Requests(String label, int[] keys) {

    /** How many newcomers take the top in the course of all requests. */
    private static final int NEWCOMERS = 20;

    private static final int MOST = 100_000_000;

    /** A recorded trace: gzip of big-endian 32-bit integers, one a request. */
    static Requests read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            bytes = in.readNBytes(Integer.BYTES * MOST);
        }
        int[] keys = new int[bytes.length / Integer.BYTES];
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = in.readInt();
            }
        }
        Path name = file.getFileName();
        return new Requests(name == null ? file.toString() : name.toString(), keys);
    }

    /** Made up: Zipf's law with exponent 1, whose ranks drift: now and then a key that hardly anybody knew takes the top. */
    static Requests zipf(int requests, int different, long seed) {
        Random random = new Random(seed);
        double[] cumulative = new double[different];
        double sum = 0;
        for (int rank = 0; rank < different; rank++) {
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
        int[] byRank = new int[different];
        for (int i = 0; i < different; i++) {
            int other = random.nextInt(i + 1);
            byRank[i] = byRank[other];
            byRank[other] = i;
        }
        int age = Math.max(1, requests / (NEWCOMERS + 1));
        int[] keys = new int[requests];
        for (int i = 0; i < requests; i++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            int rank = Math.min(found >= 0 ? found : -found - 1, different - 1);
            keys[i] = byRank[Math.floorMod(rank - i / age, different)];
        }
        return new Requests("generator (Zipf with drift, seed " + seed + ")", keys);
    }

    /** The first of them, so many at most. */
    Requests first(int most) {
        return most >= keys.length ? this : new Requests(label, Arrays.copyOf(keys, most));
    }

    int different() {
        return (int) Arrays.stream(keys).distinct().count();
    }
}
