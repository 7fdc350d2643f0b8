package dev.terrace.benchmarks;

/** A command line that asks for nothing that can be done; its message has the cure. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message with the cure
     */
    public MalformedException(String message) {
        super(message);
    }
}
