package dev.terrace.flags.internal.hash;

/*
 * The place of a unit in a stream of a salt: murmur3_x86_32 with seed 0 over the UTF-8 bytes of
 *
 *     salt 0x00 stream 0x00 unit
 *
 * and multiply-shift of the unsigned hash, (hash * 100,000) >>> 32, integers only. Salt and stream have no 0x00, so no two
 * triples have the same bytes. The state of the hash after the prefix is kept, so a unit costs its own bytes. Characters
 * are encoded as they are hashed, without an array; half of a surrogate pair becomes a question mark, as in
 * String.getBytes. Golden vectors, made by another program, hold all of this still.
 *
 * Immutable. The hash is Austin Appleby's (public domain).
 */
public final class Bucketing {

    /** Steps of 0.001%. */
    public static final int BUCKETS = 100_000;

    /** The stream that decides whether a unit is in. */
    public static final String GATE = "gate";

    /** The stream that decides which variant it gets. */
    public static final String VARIANT = "variant";

    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private final int state;
    private final long rest;
    private final int restBytes;
    private final int length;

    private Bucketing(String prefix) {
        int h = 0;
        long pending = 0;
        int bytes = 0;
        int total = 0;
        for (int i = 0; i < prefix.length(); i++) {
            long encoded = encode(prefix, i);
            int size = size(encoded);
            if (size == 4) {
                i++;
            }
            pending |= encoded << (8 * bytes);
            bytes += size;
            total += size;
            if (bytes >= 4) {
                h = mix(h, (int) pending);
                pending >>>= 32;
                bytes -= 4;
            }
        }
        state = h;
        rest = pending;
        restBytes = bytes;
        length = total;
    }

    /** For a salt and a stream, neither of which has a zero character. */
    public static Bucketing of(String salt, String stream) {
        if (salt.indexOf(0) >= 0 || stream.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a salt has no zero character");
        }
        return new Bucketing(salt + '\0' + stream + '\0');
    }

    /** From 0 to 99,999. Allocates nothing. */
    public int bucket(String unit) {
        return (int) (((hash(unit) & 0xffffffffL) * BUCKETS) >>> 32);
    }

    /** The hash of the whole. */
    public int hash(String unit) {
        int h = state;
        long pending = rest;
        int bytes = restBytes;
        int total = length;
        for (int i = 0; i < unit.length(); i++) {
            long encoded = encode(unit, i);
            int size = size(encoded);
            if (size == 4) {
                i++;
            }
            pending |= encoded << (8 * bytes);
            bytes += size;
            total += size;
            if (bytes >= 4) {
                h = mix(h, (int) pending);
                pending >>>= 32;
                bytes -= 4;
            }
        }
        if (bytes > 0) {
            h ^= scramble((int) pending);
        }
        h ^= total;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    /** The plain hash of a text, without salt and stream: what its published vectors are about. */
    public static int murmur3(String text) {
        return new Bucketing("").hash(text);
    }

    private static int mix(int h, int block) {
        return Integer.rotateLeft(h ^ scramble(block), 13) * 5 + 0xe6546b64;
    }

    private static int scramble(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    /** The UTF-8 bytes of the character at an index, the first in the lowest byte. */
    private static long encode(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x80) {
            return c;
        }
        if (c < 0x800) {
            return 0xc0 | (c >> 6) | continuation(c) << 8;
        }
        if (!Character.isSurrogate(c)) {
            return 0xe0 | (c >> 12) | continuation(c >> 6) << 8 | continuation(c) << 16;
        }
        if (Character.isHighSurrogate(c) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))) {
            int point = Character.toCodePoint(c, text.charAt(at + 1));
            return 0xf0
                    | (point >> 18)
                    | continuation(point >> 12) << 8
                    | continuation(point >> 6) << 16
                    | continuation(point) << 24;
        }
        return '?';
    }

    private static long continuation(int bits) {
        return 0x80 | (bits & 0x3f);
    }

    /** How many bytes a character has, told by the first. */
    private static int size(long encoded) {
        int first = (int) (encoded & 0xff);
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xe0) {
            return 2;
        }
        return first < 0xf0 ? 3 : 4;
    }
}
