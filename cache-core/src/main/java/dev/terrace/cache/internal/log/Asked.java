package dev.terrace.cache.internal.log;

/**
 * What is known of a key when a read of far tiers begins. The read is judged by that: what is heard while it is under way binds the
 * reads that begin later.
 *
 * @param generation the view's before anything else was asked
 * @param epoch the log's
 * @param least the sequence that an entry must have at least
 */
public record Asked(Mark cache, long key, long generation, long epoch, long least) {}
