package dev.terrace.testkit;

import org.jspecify.annotations.Nullable;

/**
 * Says that a server of a test, or the proxy in front of it, could not do what the test asked for.
 *
 * <p>Immutable and thread-safe, but for its suppressed exceptions and its stack trace.
 *
 * @since 0.1.0
 */
public final class TestServerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TestServerException(String message) {
        super(message);
    }

    TestServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
