package dev.terrace.testkit.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What came of one simulated history. Immutable and thread-safe.
 *
 * @param seed the seed that repeats it
 * @param violation what was promised and not kept, or null
 * @param events how many events it had
 * @param reads how many reads were judged on the way
 * @param changes how many changes were invalidated
 * @param unwitnessed things that stayed stale because nobody who had known of their last invalidation was left
 * @since 0.1.0
 */
public record Outcome(long seed, @Nullable String violation, long events, int reads, int changes, int unwitnessed) {}
