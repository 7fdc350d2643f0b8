package dev.terrace.cache.spi;

/**
 * That a process loads a key, as a store keeps it.
 *
 * @param key the key's digest
 * @param token tells it from every other claim of the key: at random, positive
 * @param position what the process knew of the log before it asked, known; by that others judge what it will bring
 * @since 0.1.0
 */
public record Claim(Digest key, long token, Position position) {

    /** Checks token and position. */
    public Claim {
        if (token <= 0) {
            throw new IllegalArgumentException("a claim's token is positive: " + token);
        }
        if (!position.isKnown()) {
            throw new IllegalArgumentException("a claim's position is known");
        }
    }
}
