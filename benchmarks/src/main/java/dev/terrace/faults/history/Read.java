package dev.terrace.faults.history;

/**
 * A read that has had an answer. Times are {@link System#nanoTime()}.
 *
 * @param node who read
 * @param key what was read
 * @param start before the call
 * @param end after it
 * @param version what it has answered
 */
public record Read(int node, int key, long start, long end, long version) {}
