package dev.terrace.benchmarks;

/** What a {@link Peer} does. Its methods are called by one thread. */
interface Duty extends AutoCloseable {

    /** Does what a line says, and answers one line. */
    String answer(String line);

    @Override
    void close();
}
