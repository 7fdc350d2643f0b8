package dev.terrace.flags.source;

/**
 * No source had definitions that can be used at start, and no last known good could take their place. The message says of each
 * source why.
 *
 * <p>Thread-safety: as every exception.
 *
 * @since 0.1.0
 */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }
}
