package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.nio.ByteBuffer;
import java.time.Duration;
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

    /** A life that only the server can tell. */
    static final long UNTOLD = -1;

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

    /** What is left of an entry's life at a time of the server's; {@link #UNTOLD} if only the server can tell. */
    static long remainingMillis(ByteBuffer value, long nowMillis) {
        if (isBareTombstone(value)) {
            return 0; // nothing is handed out
        }
        return nowMillis >= 0 && isDated(value) ? Math.max(0, at(value, HEADER_BYTES) - nowMillis) : UNTOLD;
    }

    private static boolean isOurs(ByteBuffer value) {
        return value.remaining() >= HEADER_BYTES && value.get(value.position()) == FORMAT;
    }

    private static boolean isBareTombstone(ByteBuffer value) {
        return value.remaining() == HEADER_BYTES && isOurs(value) && flags(value) == TOMBSTONE;
    }

    private static boolean isDated(ByteBuffer value) {
        return value.remaining() >= DATED_HEADER_BYTES && isOurs(value) && (flags(value) & DATED) != 0;
    }

    private static byte flags(ByteBuffer value) {
        return value.get(value.position() + 1);
    }

    private static long at(ByteBuffer value, int offset) {
        return value.getLong(value.position() + offset);
    }

    /**
     * Reads an entry; null for a removal without an envelope. The remaining life was asked for before the value, so a negative answer (-2, nothing there yet; -1, no
     * end, which we never write) counts as none left.
     */
    static @Nullable TierEntry decode(byte[] value, long remainingMillis) {
        return decode(ByteBuffer.wrap(value), remainingMillis);
    }

    /** The same of what is left in a buffer. */
    static @Nullable TierEntry decode(ByteBuffer value, long remainingMillis) {
        Duration remaining = Duration.ofMillis(Math.max(0, remainingMillis));
        if (!isOurs(value)) {
            return new TierEntry(Position.NONE, rest(value, 0), remaining);
        }
        if (isBareTombstone(value)) {
            return null;
        }
        Position position = position(at(value, POSITION_AT), at(value, POSITION_AT + Long.BYTES));
        return new TierEntry(position, rest(value, isDated(value) ? DATED_HEADER_BYTES : HEADER_BYTES), remaining);
    }

    private static byte[] rest(ByteBuffer value, int from) {
        byte[] bytes = new byte[value.remaining() - from];
        value.get(value.position() + from, bytes);
        return bytes;
    }

    private static Position position(long epoch, long sequence) {
        return epoch < 0 || sequence < 0 ? Position.NONE : new Position(epoch, sequence);
    }

    static long lifeMillis(Duration life) {
        return life.compareTo(LONGEST_LIFE) >= 0 ? LONGEST_LIFE.toMillis() : Math.max(1, life.toMillis());
    }
}
