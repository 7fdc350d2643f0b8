package dev.terrace.cache.spi;

/**
 * A log's acknowledgement of an {@link Append}: its names have the sequences {@code first}, {@code first + 1} and so on, in
 * the order in which they were given.
 *
 * <p>Immutable and thread-safe.
 *
 * @param epoch the log's epoch when it took the append
 * @param first the sequence of the first name, positive
 * @param carried whether all cargo of the append is in its tiers now; true where there was none
 * @param token by which the log is known again at its last name, see {@link Bookmark}; 0 if it gives none, or could not tell
 *     whether it is still the log of the append's own bookmark
 * @since 0.1.0
 */
public record Appended(long epoch, long first, boolean carried, long token) {

    /**
     * Names in a log without tokens.
     *
     * @param epoch the log's epoch when it took the append
     * @param first the sequence of the first name, positive
     * @param carried whether all cargo of the append is in its tiers now
     */
    public Appended(long epoch, long first, boolean carried) {
        this(epoch, first, carried, 0);
    }

    /**
     * Names that have travelled alone.
     *
     * @param epoch the log's epoch when it took the append
     * @param first the sequence of the first name, positive
     */
    public Appended(long epoch, long first) {
        this(epoch, first, true, 0);
    }

    /**
     * The position of a name of the append.
     *
     * @param index the name's place in {@link Append#names()}
     * @return its position
     */
    public Position position(int index) {
        return new Position(epoch, first + index);
    }
}
