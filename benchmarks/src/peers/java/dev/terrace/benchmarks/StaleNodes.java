package dev.terrace.benchmarks;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** Two nodes of one contender, their source, and what the one that reads sees of the changes of the other. To be used by one thread. */
final class StaleNodes implements AutoCloseable {

    private final AtomicIntegerArray source;
    private final NearCache writer;
    private final NearCache reader;

    /** The reader, which reaches Redis at an address of its own, holds every key. */
    StaleNodes(NearCache.Contender contender, String name, String redis, String through, int keys) {
        source = new AtomicIntegerArray(keys);
        writer = contender.maker().make(redis, name, this::sourced);
        try {
            reader = contender.maker().make(through, name, this::sourced);
        } catch (RuntimeException failure) {
            writer.close();
            throw failure;
        }
        for (int key = 0; key < keys; key++) {
            writer.put().accept(name(key), "0");
        }
        for (int key = 0; key < keys; key++) {
            if (read(key) != 0) {
                close();
                throw new IllegalStateException(contender.label() + " does not hold what was put");
            }
        }
    }

    private static String name(int key) {
        return Integer.toString(key);
    }

    private String sourced(String key) {
        return Integer.toString(source.get(Integer.parseInt(key)));
    }

    /** Some keys change: the source first, then the caches, as a service does it. */
    void change(int from, int to) {
        for (int key = from; key < to; key++) {
            source.incrementAndGet(key);
            writer.put().accept(name(key), sourced(name(key)));
        }
    }

    /** Looks at every key; the first ones have changed. */
    Stale look(int changed) {
        return Stale.of(source.length(), changed, key -> reader.near().test(name(key)), this::read, source::get);
    }

    private int read(int key) {
        try {
            @Nullable String version = reader.get().apply(name(key));
            return version == null ? -1 : Integer.parseInt(version);
        } catch (RuntimeException e) { // whatever the peer's client throws
            return -1;
        }
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
