package dev.terrace.examples.quickstart;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests that all nodes serve together, in order. Products are numbered from 0, as their columns are.
 *
 * <p>Immutable by agreement: nobody changes the arrays. Thread-safe.
 *
 * @param sequence the number of the product that each request asks for
 * @param ids the id of each product
 */
record Workload(int[] sequence, long[] ids) {

    /** Numbers the products in the order in which they are first asked for. */
    static Workload of(int[] keys) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        int[] sequence = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            Integer known = numbers.putIfAbsent(keys[i], numbers.size());
            sequence[i] = known == null ? numbers.size() - 1 : known;
        }
        return new Workload(
                sequence,
                numbers.keySet().stream().mapToLong(Integer::toUnsignedLong).toArray());
    }

    int requests() {
        return sequence.length;
    }

    int products() {
        return ids.length;
    }

    /** The number of the product that a request asks for. */
    int product(int request) {
        return sequence[request];
    }

    long id(int product) {
        return ids[product];
    }

    /** For the other processes, which must not depend on the input being readable twice. */
    void write(Path file) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            out.writeInt(sequence.length);
            for (int product : sequence) {
                out.writeInt(product);
            }
            out.writeInt(ids.length);
            for (long id : ids) {
                out.writeLong(id);
            }
        }
    }

    static Workload read(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            int[] sequence = new int[in.readInt()];
            for (int i = 0; i < sequence.length; i++) {
                sequence[i] = in.readInt();
            }
            long[] ids = new long[in.readInt()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = in.readLong();
            }
            return new Workload(sequence, ids);
        }
    }
}
