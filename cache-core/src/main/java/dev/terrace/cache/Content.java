package dev.terrace.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as its source or its caller has given it.
 *
 * @param dependencies what it rests on, with those of the whole cache
 */
record Content<V extends @Nullable Object>(V value, List<String> dependencies, Lifetime lifetime) {}
