package dev.terrace.examples.quickstart;

/** The command line, or a file that it names, cannot be used; the message names the option and the cure. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
