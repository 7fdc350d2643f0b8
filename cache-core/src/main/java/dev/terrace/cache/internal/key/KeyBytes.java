package dev.terrace.cache.internal.key;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/*
 * The canonical bytes of a key. Every part starts with a letter for its type, and parts of no fixed size with their length,
 * so that keys of different types, or built from different parts, never have the same bytes (SEC-3). The bytes are part of
 * what is stored: a letter's meaning never changes.
 */
/** Canonical bytes of keys of the supported types. */
public final class KeyBytes {

    private static final Set<Class<?>> SIMPLE = Set.of(
            String.class,
            Long.class,
            Integer.class,
            Short.class,
            Byte.class,
            Character.class,
            Boolean.class,
            UUID.class,
            ByteBuffer.class,
            List.class);

    private KeyBytes() {}

    /** Whether keys of this type have canonical bytes of their own. */
    public static boolean supports(Class<?> type) {
        return SIMPLE.contains(type) || type.isEnum();
    }

    /** The canonical bytes of a key or a list of parts. */
    public static byte[] of(Object key) {
        if (key instanceof String text
                && !hasSurrogates(text)) { // most keys are: in one piece, and not through a stream
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + Long.BYTES + bytes.length)
                    .put((byte) 's')
                    .putLong(bytes.length)
                    .put(bytes)
                    .array();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(32);
        write(key, out);
        return out.toByteArray();
    }

    private static void write(Object part, ByteArrayOutputStream out) {
        if (part instanceof String text) {
            text(text, out);
        } else if (part instanceof Long number) {
            fixed('l', number, out);
        } else if (part instanceof Integer number) {
            fixed('i', number, out);
        } else if (part instanceof Short number) {
            fixed('h', number, out);
        } else if (part instanceof Byte number) {
            fixed('b', number, out);
        } else if (part instanceof Character letter) {
            fixed('c', letter, out);
        } else if (part instanceof Boolean bit) {
            fixed('z', bit ? 1 : 0, out);
        } else if (part instanceof UUID id) {
            fixed('u', id.getMostSignificantBits(), out);
            fixed('u', id.getLeastSignificantBits(), out);
        } else if (part instanceof Enum<?> constant) {
            variable('e', constant.getDeclaringClass().getName().getBytes(StandardCharsets.UTF_8), out);
            text(constant.name(), out);
        } else if (part instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            variable('a', bytes, out);
        } else if (part instanceof List<?> parts) {
            fixed('t', parts.size(), out);
            parts.forEach(inner -> write(inner, out));
        } else {
            throw new IllegalArgumentException("a key's part of type "
                    + (part == null ? "null" : part.getClass().getName())
                    + " has no canonical bytes: set keyParts(...) on the cache's builder");
        }
    }

    /** UTF-8, or UTF-16 for the few texts that UTF-8 cannot tell apart: those with half of a surrogate pair. */
    private static void text(String text, ByteArrayOutputStream out) {
        if (!hasSurrogates(text) || StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            variable('s', text.getBytes(StandardCharsets.UTF_8), out);
        } else {
            ByteBuffer units = ByteBuffer.allocate(Character.BYTES * text.length());
            text.chars().forEach(unit -> units.putChar((char) unit));
            variable('w', units.array(), out);
        }
    }

    /** An encoder is dear, and few keys need one. */
    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void fixed(char type, long number, ByteArrayOutputStream out) {
        out.write(type);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static void variable(char type, byte[] bytes, ByteArrayOutputStream out) {
        fixed(type, bytes.length, out);
        out.writeBytes(bytes);
    }
}
