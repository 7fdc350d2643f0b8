package dev.terrace.cache.analytics;

/**
 * How a cache's reads are sampled. Immutable and thread-safe.
 *
 * @param keyRate the share of the keys of which every read is looked at, 0 to 1
 * @param readRate the share of all reads that is looked at besides, 0 to 1
 * @param recorded sampled reads that were looked at
 * @param dropped sampled reads that were lost, because readers were faster than what looks at them
 * @param late times that no thread was free to look at them
 * @since 0.1.0
 */
public record Sampling(double keyRate, double readRate, long recorded, long dropped, long late) {}
