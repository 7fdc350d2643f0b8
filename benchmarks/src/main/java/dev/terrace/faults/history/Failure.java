package dev.terrace.faults.history;

/**
 * A call that has thrown. Times are {@link System#nanoTime()}.
 *
 * @param node whose call
 * @param key of what
 * @param start before the call
 * @param end after it
 * @param call read, or how the caches were told of a change
 * @param cause the exception's name
 */
public record Failure(int node, int key, long start, long end, String call, String cause) {

    /** By which reads are refused that a policy refuses. */
    static final String REFUSED = "CacheDisconnectedException";
}
