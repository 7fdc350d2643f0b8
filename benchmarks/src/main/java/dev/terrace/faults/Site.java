package dev.terrace.faults;

/** The servers of a run. To be used by one thread. */
interface Site extends AutoCloseable {

    /** Where a node reaches its log and its far tier. */
    String address(int node);

    /** Whether that is a database, else it is Redis. */
    default boolean isDatabase() {
        return false;
    }

    @Override
    void close();
}
