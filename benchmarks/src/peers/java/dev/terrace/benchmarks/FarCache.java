package dev.terrace.benchmarks;

import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A way to keep texts in a Redis, and nowhere nearer. Thread-safe. */
interface FarCache extends AutoCloseable {

    void put(String key, String value);

    /** The value, or null if there is none in time. */
    @Nullable
    String get(String key);

    /** Reads some keys by one call, and answers how many were there; null if there is no such call. */
    default @Nullable IntSupplier batch(List<String> keys) {
        return null;
    }

    @Override
    void close();
}
