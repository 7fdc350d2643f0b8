package dev.terrace.cache.internal.envelope;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as far tiers store it. {@link EnvelopeFormat} has the bytes.
 *
 * @param kind a value, a null, or the mark of a removal
 * @param codec the id of the codec that wrote the payload, 0 where there is none
 * @param key whose entry this is
 * @param position the stamp's position
 * @param createdMillis the writer's wall clock, for people
 * @param life how long the entry was to be fresh when it was made
 * @param stale how long it is kept after that
 * @param validator what its source calls this state of the value; null if it has said nothing
 * @param dependencies what the entry rests on, at most {@value #MAXIMUM_DEPENDENCIES}
 * @param payload the encoded value, empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // envelopes are handed over, never compared
public record Envelope(
        Kind kind,
        int codec,
        Digest key,
        Position position,
        long createdMillis,
        Duration life,
        Duration stale,
        @Nullable String validator,
        List<String> dependencies,
        byte[] payload) {

    /** The most dependencies of one entry. */
    public static final int MAXIMUM_DEPENDENCIES = 64;

    /** The most bytes of a validator in UTF-8. */
    public static final int MAXIMUM_VALIDATOR_BYTES = 1_024;

    private static final byte[] NOTHING = {};

    /** One without a validator. */
    public Envelope(
            Kind kind,
            int codec,
            Digest key,
            Position position,
            long createdMillis,
            Duration life,
            Duration stale,
            List<String> dependencies,
            byte[] payload) {
        this(kind, codec, key, position, createdMillis, life, stale, null, dependencies, payload);
    }

    /** What an envelope holds. */
    public enum Kind {
        /** A value. */
        VALUE(0),
        /** A null that the source has answered. */
        NULL(1),
        /** The mark of a removal. */
        TOMBSTONE(2);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new DamagedEnvelopeException("kind " + code);
        }
    }

    /** The mark that a key was removed at a position. */
    public static Envelope tombstone(Digest key, Position position, long createdMillis, Duration life) {
        return new Envelope(Kind.TOMBSTONE, 0, key, position, createdMillis, life, Duration.ZERO, List.of(), NOTHING);
    }

    /** A payload that is empty. */
    public static byte[] noPayload() {
        return NOTHING;
    }
}
