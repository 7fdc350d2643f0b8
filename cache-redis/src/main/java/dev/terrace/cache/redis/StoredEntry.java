package dev.terrace.cache.redis;

import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/*
 * What Redis holds under an entry's key, big-endian; put.lua reads the same bytes:
 *
 *   format 1 | flags 1 | epoch 8 | sequence 8 | envelope
 *
 * Another format than this version's is no entry to it: it is handed out as it stands, so that the core counts it as damaged,
 * and replaced by the next write.
 */
/** The bytes of one entry. Stateless. */
final class StoredEntry {

    private static final int HEADER_BYTES = 18;
    private static final byte FORMAT = 1;
    private static final byte TOMBSTONE = 1;

    /** Redis refuses an end of life that overflows its clock; nobody waits for a hundred years. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

    private StoredEntry() {}

    static byte[] encode(TierWrite write) {
        byte[] envelope = write.envelope();
        return ByteBuffer.allocate(HEADER_BYTES + envelope.length)
                .put(FORMAT)
                .put(write.tombstone() ? TOMBSTONE : 0)
                .putLong(write.position().epoch())
                .putLong(write.position().sequence())
                .put(envelope)
                .array();
    }

    /**
     * Reads an entry. The remaining life was asked for before the value, so a negative answer (-2, nothing there yet; -1, no
     * end, which we never write) counts as none left.
     */
    static TierEntry decode(byte[] value, long remainingMillis) {
        Duration remaining = Duration.ofMillis(Math.max(0, remainingMillis));
        boolean ours = value.length >= HEADER_BYTES && value[0] == FORMAT;
        return new TierEntry(ours ? Arrays.copyOfRange(value, HEADER_BYTES, value.length) : value, remaining);
    }

    static long lifeMillis(Duration life) {
        return life.compareTo(LONGEST_LIFE) >= 0 ? LONGEST_LIFE.toMillis() : Math.max(1, life.toMillis());
    }
}
