package dev.terrace.benchmarks;

/** What a {@link Peer} does. Its methods are called by one thread. */
public interface Duty extends AutoCloseable {

    /**
     * Does what a line says.
     *
     * @param line what the owner says
     * @return one line
     */
    String answer(String line);

    @Override
    void close();
}
