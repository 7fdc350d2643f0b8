package dev.terrace.spring.upkeep;

import dev.terrace.cache.profile.KeyCodec;
import dev.terrace.spring.cache.SpringKeys;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.cache.interceptor.SimpleKey;

/*
 * A letter for what the key is, then its bytes; of a SimpleKey its elements, each after its length. No class is named, so a file can choose none.
 * Elements are no SimpleKeys themselves, so what is read is never deeper than that.
 */
/** How Spring's keys are written into a profile: texts, numbers, booleans, characters, UUIDs, and Spring's keys of several of these. Stateless. */
final class SpringKeyBytes {

    private static final int MOST_ELEMENTS = 255;

    private SpringKeyBytes() {}

    static KeyCodec<Object> codec() {
        return KeyCodec.of("spring-1", SpringKeyBytes::bytes, SpringKeyBytes::key);
    }

    /** Whether a key has such a form. */
    static boolean areOf(Object key) {
        if (key.getClass() != SimpleKey.class) {
            return isSimple(key);
        }
        List<?> elements = SpringKeys.elements((SimpleKey) key);
        return elements.size() <= MOST_ELEMENTS
                && elements.stream().allMatch(element -> element != null && isSimple(element));
    }

    private static boolean isSimple(Object key) {
        return key instanceof String
                || key instanceof Long
                || key instanceof Integer
                || key instanceof Short
                || key instanceof Byte
                || key instanceof Boolean
                || key instanceof Character
                || key instanceof UUID;
    }

    private static byte[] bytes(Object key) {
        if (key.getClass() != SimpleKey.class) {
            return simple(key);
        }
        List<byte[]> elements = SpringKeys.elements((SimpleKey) key).stream()
                .map(element -> simple(Objects.requireNonNull(element, "keys with nulls are left out")))
                .toList();
        int length = elements.stream()
                .mapToInt(element -> Integer.BYTES + element.length)
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(1 + length).put((byte) 'k');
        elements.forEach(element -> bytes.putInt(element.length).put(element));
        return bytes.array();
    }

    private static byte[] simple(Object key) {
        if (key instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + utf8.length)
                    .put((byte) 's')
                    .put(utf8)
                    .array();
        }
        if (key instanceof UUID id) {
            return numbers('u', id.getMostSignificantBits(), id.getLeastSignificantBits());
        }
        if (key instanceof Boolean truth) {
            return numbers('z', truth ? 1 : 0);
        }
        if (key instanceof Character character) {
            return numbers('c', character);
        }
        char kind = key instanceof Long ? 'l' : key instanceof Integer ? 'i' : key instanceof Short ? 'h' : 'b';
        return numbers(kind, ((Number) key).longValue());
    }

    private static byte[] numbers(char kind, long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + numbers.length * Long.BYTES).put((byte) kind);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.array();
    }

    private static Object key(byte[] written) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(written);
            if (written.length == 0 || written[0] != 'k') {
                return simple(bytes);
            }
            bytes.get();
            List<Object> elements = new ArrayList<>();
            while (bytes.hasRemaining()) {
                int length = bytes.getInt();
                if (length < 0 || length > bytes.remaining() || elements.size() == MOST_ELEMENTS) {
                    throw new IllegalArgumentException("a key with an element of " + length + " bytes");
                }
                elements.add(simple(bytes.slice(bytes.position(), length)));
                bytes.position(bytes.position() + length);
            }
            return new SimpleKey(elements.toArray());
        } catch (BufferUnderflowException shortened) {
            throw new IllegalArgumentException("a key of too few bytes", shortened);
        }
    }

    private static Object simple(ByteBuffer bytes) {
        char kind = (char) bytes.get();
        Object key = switch (kind) {
            case 's' -> StandardCharsets.UTF_8.decode(bytes).toString();
            case 'u' -> new UUID(bytes.getLong(), bytes.getLong());
            case 'z' -> bytes.getLong() != 0;
            case 'c' -> (char) bytes.getLong();
            case 'l' -> bytes.getLong();
            case 'i' -> (int) bytes.getLong();
            case 'h' -> (short) bytes.getLong();
            case 'b' -> (byte) bytes.getLong();
            default -> throw new IllegalArgumentException("a key of an unknown kind");
        };
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("a key of too many bytes");
        }
        return key;
    }
}
