package dev.terrace.cache.profile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * How keys are written into a stored profile, and read again.
 *
 * <p>Immutable and thread-safe, as long as its functions are.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class KeyCodec<K> {

    private final String id;
    private final Function<? super K, byte[]> encode;
    private final Function<byte[], ? extends K> decode;

    private KeyCodec(String id, Function<? super K, byte[]> encode, Function<byte[], ? extends K> decode) {
        this.id = id;
        this.encode = encode;
        this.decode = decode;
    }

    /**
     * The codec of a type that needs no other.
     *
     * @param type {@code String}, {@code Long}, {@code Integer}, {@code Short}, {@code UUID}, {@code ByteBuffer}, or an enum, whose constants
     *     are written by name
     * @param <K> the type of the keys
     * @return its codec
     * @throws IllegalArgumentException if it is another type
     */
    @SuppressWarnings("unchecked") // each codec is of the type that was compared
    public static <K> KeyCodec<K> of(Class<K> type) {
        KeyCodec<?> codec;
        if (type == String.class) {
            codec = new KeyCodec<String>("text", KeyCodec::utf8, KeyCodec::text);
        } else if (type == Long.class) {
            codec = new KeyCodec<Long>(
                    "long",
                    key -> bytes(Long.BYTES).putLong(key).array(),
                    read -> whole(read, Long.BYTES).getLong());
        } else if (type == Integer.class) {
            codec = new KeyCodec<Integer>(
                    "int",
                    key -> bytes(Integer.BYTES).putInt(key).array(),
                    read -> whole(read, Integer.BYTES).getInt());
        } else if (type == Short.class) {
            codec = new KeyCodec<Short>(
                    "short",
                    key -> bytes(Short.BYTES).putShort(key).array(),
                    read -> whole(read, Short.BYTES).getShort());
        } else if (type == UUID.class) {
            codec = new KeyCodec<UUID>("uuid", KeyCodec::uuid, KeyCodec::uuid);
        } else if (type == ByteBuffer.class) {
            codec = new KeyCodec<ByteBuffer>("bytes", KeyCodec::rest, ByteBuffer::wrap);
        } else if (type.isEnum()) {
            codec = constants(type);
        } else {
            throw new IllegalArgumentException(
                    "keys of type " + type.getName()
                            + " have no codec of their own for profiles: give the builder keyCodec(KeyCodec.of(\"name\", key -> bytes, bytes -> key))");
        }
        return (KeyCodec<K>) codec;
    }

    /**
     * A codec of the user's own. What it writes is read by later versions of the service: give it another id when the form changes.
     *
     * @param id what the stored form is called, 1 to 100 bytes of UTF-8
     * @param encode a key's bytes, at most 65,535
     * @param decode the same key again; what it throws makes the profile unreadable
     * @param <K> the type of the keys
     * @return a codec
     * @throws IllegalArgumentException if the id is empty or too long
     */
    public static <K> KeyCodec<K> of(
            String id, Function<? super K, byte[]> encode, Function<byte[], ? extends K> decode) {
        int length = id.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > 100) {
            throw new IllegalArgumentException(
                    "a key codec's id must have 1 to 100 bytes of UTF-8, this one has " + length);
        }
        return new KeyCodec<>("own:" + id, encode, decode);
    }

    /** What is written of the type. */
    String id() {
        return id;
    }

    byte[] encode(K key) {
        return encode.apply(key);
    }

    K decode(byte[] bytes) {
        return decode.apply(bytes);
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    private static ByteBuffer whole(byte[] read, int count) {
        if (read.length != count) {
            throw new IllegalArgumentException("a key of " + read.length + " bytes, " + count + " are expected");
        }
        return ByteBuffer.wrap(read);
    }

    private static byte[] utf8(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] read) {
        return new String(read, StandardCharsets.UTF_8);
    }

    private static byte[] uuid(UUID key) {
        return bytes(2 * Long.BYTES)
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
    }

    private static UUID uuid(byte[] read) {
        ByteBuffer both = whole(read, 2 * Long.BYTES);
        return new UUID(both.getLong(), both.getLong());
    }

    private static byte[] rest(ByteBuffer key) {
        byte[] bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        return bytes;
    }

    private static <K> KeyCodec<K> constants(Class<K> type) {
        return new KeyCodec<>("enum:" + type.getName(), key -> utf8(((Enum<?>) key).name()), read -> {
            String name = text(read);
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(type.getName() + " has no constant of a stored name"));
        });
    }
}
