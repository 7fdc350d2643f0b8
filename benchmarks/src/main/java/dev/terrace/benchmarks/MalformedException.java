package dev.terrace.benchmarks;

/** A command line that asks for nothing that can be done; its message has the cure. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message);
    }
}
