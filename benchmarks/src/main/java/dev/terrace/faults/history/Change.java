package dev.terrace.faults.history;

/**
 * A change of the source, and how the caches were told of it. Times are {@link System#nanoTime()}.
 *
 * @param node who made it
 * @param key what was changed
 * @param version what the source has had since
 * @param start before the source was changed
 * @param committed after it was changed
 * @param end when the call that told the caches has returned
 * @param how by which call, for whoever reads the file
 * @param logged whether the log has acknowledged it; else it was queued
 * @param epoch of the log that has acknowledged it, 0 if that is not known for sure
 */
public record Change(
        int node,
        int key,
        long version,
        long start,
        long committed,
        long end,
        String how,
        boolean logged,
        long epoch) {}
