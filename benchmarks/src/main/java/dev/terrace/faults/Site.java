package dev.terrace.faults;

import java.time.Duration;

/** The servers of a run. To be used by one thread. */
interface Site extends AutoCloseable {

    /** Where a node reaches its log and its far tier. */
    String address(int node);

    /** Whether that is a database, else it is Redis. */
    default boolean isDatabase() {
        return false;
    }

    /** How long the nodes' driver may take to find out that a server is back, besides D. */
    default Duration reconnects() {
        return Duration.ZERO;
    }

    @Override
    void close();
}
