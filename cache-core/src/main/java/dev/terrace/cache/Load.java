package dev.terrace.cache;

/**
 * One run of a {@link Loader}.
 *
 * <p>To be used by the loader's thread until the loader returns.
 *
 * @since 0.1.0
 */
public sealed interface Load permits Declarations {

    /**
     * Declares that the value rests on a name: once that is invalidated, the value is not served again.
     *
     * @param dependency 1 to 512 bytes of UTF-8, such as {@code brand:acme}
     * @throws IllegalArgumentException if the name is too long, or is the 65th of this value
     */
    void dependsOn(String dependency);

    /**
     * Declares several names.
     *
     * @param dependencies the names
     * @throws IllegalArgumentException as {@link #dependsOn(String)}
     */
    default void dependsOn(Iterable<String> dependencies) {
        dependencies.forEach(this::dependsOn);
    }
}
