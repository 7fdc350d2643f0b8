package dev.terrace.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as its source or its caller has given it.
 *
 * @param validator what its source calls this state of it, null if it has said nothing
 * @param dependencies what it rests on, with those of the whole cache
 */
record Content<V extends @Nullable Object>(
        V value, @Nullable String validator, List<String> dependencies, Lifetime lifetime) {}
