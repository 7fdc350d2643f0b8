package dev.terrace.flags.audit;

/**
 * Something in a trail, or beside it, that is not as it was written.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sequence the record in which it shows; 0 where it shows in none
 * @param message what is wrong
 * @since 0.1.0
 */
public record Finding(long sequence, String message) {

    @Override
    public String toString() {
        return sequence == 0 ? message : "record " + sequence + " " + message;
    }
}
