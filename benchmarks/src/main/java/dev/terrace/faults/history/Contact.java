package dev.terrace.faults.history;

/**
 * A call of a node's log that has succeeded.
 *
 * @param node whose
 * @param sent when it was sent, by {@link System#nanoTime()}
 * @param done when the node had taken the answer in
 * @param epoch of the log that was read; 0 for a write
 */
public record Contact(int node, long sent, long done, long epoch) {}
