package dev.terrace.cache;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of entries on the heap as they age.
 *
 * @param stale how long they are kept after their freshness has ended
 * @param due the age at which a fresh one is to be loaded anew, null if never
 * @param refresh is told of those that are read when they are due, at most once a tick each; must be cheap
 */
record Ageing<K>(Duration stale, @Nullable Duration due, Consumer<? super K> refresh) {}
