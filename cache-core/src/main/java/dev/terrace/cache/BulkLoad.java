package dev.terrace.cache;

/**
 * One run of a {@link BulkLoader}.
 *
 * <p>To be used by the loader's thread until the loader returns.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public sealed interface BulkLoad<K> permits BulkDeclarations {

    /**
     * Declares that the value of a key rests on a name: once that is invalidated, the value is not served again.
     *
     * @param key one of the keys that are loaded
     * @param dependency 1 to 512 bytes of UTF-8, such as {@code brand:acme}
     * @throws IllegalArgumentException if the key is not loaded by this run, the name is too long, or is the 65th of this value
     */
    void dependsOn(K key, String dependency);

    /**
     * Declares that all values of this run rest on a name.
     *
     * @param dependency 1 to 512 bytes of UTF-8
     * @throws IllegalArgumentException if the name is too long, or is the 65th of a value
     */
    void dependsOn(String dependency);
}
