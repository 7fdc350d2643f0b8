package dev.terrace.cache.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/**
 * What the first two blocks of a file of H2's say, each of which holds the same. Immutable.
 *
 * @param fields without the checksum
 */
record StoreHeader(Map<String, String> fields) {

    static final int BLOCK = 4096;
    /** The newest form of a file that is known here. */
    private static final int FORMAT = 3;

    /** What a block says; null if it was torn, or is of a form that is not known here. */
    static @Nullable StoreHeader of(ByteBuffer blocks, int offset) {
        byte[] block = new byte[Math.max(0, Math.min(BLOCK, blocks.limit() - offset))];
        blocks.duplicate().position(Math.min(offset, blocks.limit())).get(block);
        String text = new String(block, StandardCharsets.ISO_8859_1).trim();
        int end = text.lastIndexOf(",fletcher:");
        if (end < 0 || !text.substring(end + 10).equals(checksum(text.substring(0, end)))) {
            return null;
        }
        try {
            Map<String, String> fields = parse(text.substring(0, end));
            StoreHeader header = new StoreHeader(fields);
            boolean isKnown = header.number("format", 1) <= FORMAT && header.number("blockSize", 0) == BLOCK;
            return isKnown && header.version() >= 0 ? header : null;
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** Fields as H2 writes them: {@code name:value}, commas between, numbers in hexadecimal. */
    static Map<String, String> parse(String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : text.split(",", -1)) {
            int colon = field.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("not a field");
            }
            fields.put(field.substring(0, colon), field.substring(colon + 1));
        }
        return fields;
    }

    static long number(Map<String, String> fields, String name, long none) {
        String text = fields.get(name);
        return text == null ? none : Long.parseLong(text, 16);
    }

    private long number(String name, long none) {
        return number(fields, name, none);
    }

    /** The version of the chunk that it names; 0 if there is none. */
    long version() {
        return number("version", 0);
    }

    /** The same, but that it names this chunk. */
    StoreHeader naming(WrittenChunk chunk) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put("block", Long.toHexString(chunk.block()));
        changed.put("chunk", Long.toHexString(chunk.id()));
        changed.put("version", Long.toHexString(chunk.version()));
        return new StoreHeader(changed);
    }

    /** Whether it says that the file was closed, and that nothing was written since. */
    boolean isClosed() {
        return fields.containsKey("clean");
    }

    /** The same, but that it does not say that the file was closed. */
    StoreHeader open() {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.remove("clean");
        return new StoreHeader(changed);
    }

    /** Both blocks. */
    ByteBuffer bytes() {
        String text = fields.entrySet().stream()
                .map(field -> field.getKey() + ":" + field.getValue())
                .collect(Collectors.joining(","));
        byte[] bytes = (text + ",fletcher:" + checksum(text) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(2 * BLOCK).put(0, bytes).put(BLOCK, bytes);
    }

    private static String checksum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length));
    }
}
