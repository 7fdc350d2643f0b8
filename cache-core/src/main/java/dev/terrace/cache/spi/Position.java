package dev.terrace.cache.spi;

/**
 * A place in an invalidation log: which log it is, and how far one has read in it.
 *
 * <p>Positions of the same epoch are ordered by sequence. Positions of different epochs belong to different logs and say
 * nothing about each other; what is stored under another epoch is not trusted. Far tiers still need one order to keep the
 * writes of a key in, so {@link #compareTo} orders epochs too; nothing but the choice of what to keep rests on that.
 *
 * <p>Immutable and thread-safe.
 *
 * @param epoch the identity of the log, positive; 0 only in {@link #NONE}
 * @param sequence the last sequence that was seen, not negative
 * @since 0.1.0
 */
public record Position(long epoch, long sequence) implements Comparable<Position> {

    /** The position of a node that has never reached its log. Nothing is stored or trusted under it. */
    public static final Position NONE = new Position(0, 0);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if either component is negative
     */
    public Position {
        if (epoch < 0 || sequence < 0) {
            throw new IllegalArgumentException("a position is not negative: " + epoch + "/" + sequence);
        }
    }

    /**
     * Tells whether this is a place in a real log.
     *
     * @return false for {@link #NONE}
     */
    public boolean isKnown() {
        return epoch != 0;
    }

    @Override
    public int compareTo(Position other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return epoch + "/" + sequence;
    }
}
