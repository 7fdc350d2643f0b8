package dev.terrace.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/*
 * A trace is a gzip of big-endian 32-bit integers, one a request. Where somebody has such files, TERRACE_TRACES names them, as PATH does
 * directories. What is generated needs no file: Zipf's law over some keys, of which the commonest change places with others as time
 * goes on.
 */
/**
 * Requests for keys, in order.
 *
 * @param name what they are called
 * @param keys the key of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Requests(String name, int[] keys) {

    /** The environment variable that names traces. */
    static final String TRACES = "TERRACE_TRACES";

    private static final double EXPONENT = 0.9;
    private static final int GENERATION = 50_000;

    /** Those that are generated, then those of each trace; of all no more than a number. */
    static List<Requests> all(int keys, int most) throws IOException {
        List<Requests> all = new ArrayList<>();
        all.add(generated(keys, most));
        String files = System.getenv(TRACES);
        if (files != null && !files.isBlank()) {
            for (String file : files.split(System.getProperty("path.separator"), -1)) {
                all.add(trace(Path.of(file), most));
            }
        }
        return all;
    }

    static Requests trace(Path file, int most) throws IOException {
        int[] keys = new int[1 << 16];
        int size = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
            while (size < most) {
                if (size == keys.length) {
                    keys = Arrays.copyOf(keys, 2 * size);
                }
                keys[size] = in.readInt();
                size++;
            }
        } catch (EOFException end) {
            // All of it was read.
        }
        String name = file.getFileName().toString();
        return new Requests(
                name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.')),
                Arrays.copyOf(keys, size));
    }

    static Requests generated(int keys, int most) {
        Random random = new Random(1);
        double[] upTo = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1, -EXPONENT);
            upTo[i] = sum;
        }
        int[] byRank = new int[keys];
        Arrays.setAll(byRank, i -> i);
        int[] requests = new int[most];
        for (int i = 0; i < most; i++) {
            if (i % GENERATION == 0) {
                drift(byRank, random);
            }
            int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            requests[i] = byRank[Math.min(keys - 1, at < 0 ? -at - 1 : at)];
        }
        return new Requests("generated", requests);
    }

    /** One key in a hundred changes places with another. */
    private static void drift(int[] byRank, Random random) {
        for (int i = 0; i < byRank.length / 100; i++) {
            int one = random.nextInt(byRank.length);
            int other = random.nextInt(byRank.length);
            int key = byRank[one];
            byRank[one] = byRank[other];
            byRank[other] = key;
        }
    }

    /** How many keys there are. */
    int distinct() {
        return (int) Arrays.stream(keys).distinct().count();
    }
}
