package dev.terrace.faults.history;

/**
 * A time in which a process did not run.
 *
 * @param node whose
 * @param from when it was last seen to run, by {@link System#nanoTime()}
 * @param to when it ran again
 */
public record Pause(int node, long from, long to) {}
