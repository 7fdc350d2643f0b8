package dev.terrace.cache.spi;

/**
 * One line of a compacted invalidation log: a name, and the last sequence under which it was invalidated.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sequence the sequence, positive
 * @param name what was invalidated
 * @since 0.1.0
 */
public record LogRecord(long sequence, Name name) {}
