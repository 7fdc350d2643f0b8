package dev.terrace.spring.flags;

import java.util.List;

/**
 * Interfaces whose methods are flags, as one {@link EnableTerraceFlags} has named them.
 *
 * <p>Immutable and thread-safe.
 *
 * @param types the interfaces
 * @since 0.1.0
 */
public record FlagInterfaces(List<Class<?>> types) {

    /** Copies the list. */
    public FlagInterfaces {
        types = List.copyOf(types);
    }
}
