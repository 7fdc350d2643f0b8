package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * What Redis holds under an entry's key, big-endian; entry.lua reads the same bytes:
 *
 *   format 1 | flags 1 | epoch 8 | sequence 8 | [ends 8] | envelope
 *
 * Flags: 1 a removal; 2 it says when it ends, in milliseconds since 1970 by the server's clock. The server adds that to what has an envelope.
 * A removal may have no envelope (append.lua).
 *
 * Another format than this version's is no entry to it: it is handed out as it stands, so that the core counts it as damaged,
 * and replaced by the next write.
 */
/** The bytes of one entry. Stateless. */
final class StoredEntry {

    private static final int POSITION_AT = 2;
    private static final int HEADER_BYTES = 18;
    private static final byte FORMAT = 1;
    private static final byte TOMBSTONE = 1;
    private static final byte DATED = 2;
    private static final int DATED_HEADER_BYTES = HEADER_BYTES + Long.BYTES;

    /** Redis refuses an end of life that overflows its clock; nobody waits for a hundred years. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

    private StoredEntry() {}

    static byte[] encode(TierWrite write) {
        return encode(write.position(), write.tombstone(), write.envelope());
    }

    /** What append.lua gives its position. */
    static byte[] encode(Cargo cargo) {
        return encode(Position.NONE, cargo.tombstone(), cargo.envelope());
    }

    private static byte[] encode(Position position, boolean tombstone, byte[] envelope) {
        return ByteBuffer.allocate(HEADER_BYTES + envelope.length)
                .put(FORMAT)
                .put(tombstone ? TOMBSTONE : 0)
                .putLong(position.epoch())
                .putLong(position.sequence())
                .put(envelope)
                .array();
    }

    /** What is left of an entry's life at a time of the server's; null if only the server can tell. */
    static @Nullable Long remainingMillis(byte[] value, long nowMillis) {
        if (value.length == HEADER_BYTES && value[0] == FORMAT && value[1] == TOMBSTONE) {
            return 0L; // nothing is handed out
        }
        return nowMillis >= 0 && isDated(value)
                ? Math.max(0, ByteBuffer.wrap(value).getLong(HEADER_BYTES) - nowMillis)
                : null;
    }

    private static boolean isDated(byte[] value) {
        return value.length >= DATED_HEADER_BYTES && value[0] == FORMAT && (value[1] & DATED) != 0;
    }

    /**
     * Reads an entry; null for a removal without an envelope. The remaining life was asked for before the value, so a negative answer (-2, nothing there yet; -1, no
     * end, which we never write) counts as none left.
     */
    static @Nullable TierEntry decode(byte[] value, long remainingMillis) {
        Duration remaining = Duration.ofMillis(Math.max(0, remainingMillis));
        boolean ours = value.length >= HEADER_BYTES && value[0] == FORMAT;
        if (!ours) {
            return new TierEntry(Position.NONE, value, remaining);
        }
        if (value.length == HEADER_BYTES && value[1] == TOMBSTONE) {
            return null;
        }
        ByteBuffer stored = ByteBuffer.wrap(value).position(POSITION_AT);
        Position position = position(stored.getLong(), stored.getLong());
        int header = isDated(value) ? DATED_HEADER_BYTES : HEADER_BYTES;
        return new TierEntry(position, Arrays.copyOfRange(value, header, value.length), remaining);
    }

    private static Position position(long epoch, long sequence) {
        return epoch < 0 || sequence < 0 ? Position.NONE : new Position(epoch, sequence);
    }

    static long lifeMillis(Duration life) {
        return life.compareTo(LONGEST_LIFE) >= 0 ? LONGEST_LIFE.toMillis() : Math.max(1, life.toMillis());
    }
}
