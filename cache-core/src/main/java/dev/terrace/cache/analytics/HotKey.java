package dev.terrace.cache.analytics;

/**
 * A key that is read often. Immutable and thread-safe, as far as the key is.
 *
 * @param key the key; {@code toString()} does not quote it
 * @param reads an estimate of its reads, of which older ones count less: half after ten minutes
 * @param error how much of that may belong to keys that were counted in its place before
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public record HotKey<K>(K key, long reads, long error) {

    @Override
    public String toString() {
        return "HotKey[reads=" + reads + ", error=" + error + "]";
    }
}
