package dev.terrace.faults;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;

/**
 * What the workers of a node share. Thread-safe.
 *
 * @param orders of the node
 * @param truth the source
 * @param terrace the namespace
 * @param things the cache
 * @param log that the namespace uses
 */
record Shop(Orders orders, Truth truth, Terrace terrace, Cache<Integer, Thing> things, RecordedLog log) {}
