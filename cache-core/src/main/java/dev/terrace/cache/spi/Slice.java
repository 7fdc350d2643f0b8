package dev.terrace.cache.spi;

import java.util.List;

/**
 * A piece of an invalidation log: every record after a position, up to the one that is {@code reached}.
 *
 * <p>Compacted: a name occurs at most once, under its last sequence. All components are of one moment.
 *
 * <p>Immutable and thread-safe.
 *
 * @param reached the position up to which the reader now knows everything; its epoch is the log's
 * @param horizon the oldest sequence after which the log still holds every dependency
 * @param keyHorizon the oldest sequence after which the log still holds every key
 * @param records the records, ascending by sequence; records of caches and of the namespace are never forgotten
 * @param more whether the log holds records beyond {@code reached}, because the limit cut them off
 * @param token by which the log is known again at {@code reached}, see {@link Bookmark}; 0 if it gives none, or not there
 * @since 0.1.0
 */
public record Slice(
        Position reached, long horizon, long keyHorizon, List<LogRecord> records, boolean more, long token) {

    /** Copies the records. */
    public Slice {
        records = List.copyOf(records);
    }

    /**
     * A piece without a token.
     *
     * @param reached the position up to which the reader now knows everything
     * @param horizon the oldest sequence after which the log still holds every dependency
     * @param keyHorizon the oldest sequence after which the log still holds every key
     * @param records the records, ascending by sequence
     * @param more whether the log holds records beyond {@code reached}
     */
    public Slice(Position reached, long horizon, long keyHorizon, List<LogRecord> records, boolean more) {
        this(reached, horizon, keyHorizon, records, more, 0);
    }
}
