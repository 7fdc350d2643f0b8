package dev.terrace.examples.quickstart;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.LogStats;

/**
 * What one node has to say at the end.
 *
 * @param heapHits how long a sample of reads took that the heap answered
 * @param finds how long the catalogue took
 */
record NodeReport(Outcome outcome, Percentiles heapHits, Percentiles finds, CacheStats cache, LogStats log) {}
