package dev.terrace.cache.spi;

/**
 * A place in an invalidation log, and the token by which the log is known again there.
 *
 * <p>A log that was restored from an older copy and has gone on since has the same epoch, and sequences above any that a reader knows:
 * a {@link Position} cannot tell. So some logs give each of their appends a random token. Who names the token of a place is told
 * whether it is still the same log.
 *
 * <p>Immutable and thread-safe.
 *
 * @param position the place, where an append ends or in the middle of it
 * @param token what the append had that holds the place; 0 if that is not known
 * @since 0.1.0
 */
public record Bookmark(Position position, long token) {

    /** Knows nothing. */
    public static final Bookmark NONE = new Bookmark(Position.NONE, 0);

    /**
     * Tells whether a log can be known again by this.
     *
     * @return false if there is no token
     */
    public boolean isKnown() {
        return token != 0;
    }
}
