package dev.terrace.cache.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What H2 writes for a commit: pages, and what names all others that belong to it. Immutable.
 *
 * @param block where it begins
 * @param id its number in the file
 * @param version which commit it is
 */
record WrittenChunk(long block, long id, long version) {

    private static final byte[] BEGIN = "chunk:".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST_HEADER = 1024;

    /** The whole chunk that is to be written at a position; null if it is none. */
    static @Nullable WrittenChunk of(ByteBuffer bytes, long position) {
        if (position % StoreHeader.BLOCK != 0
                || bytes.remaining() < BEGIN.length
                || !bytes.slice(bytes.position(), BEGIN.length).equals(ByteBuffer.wrap(BEGIN))) {
            return null;
        }
        byte[] first = new byte[Math.min(LONGEST_HEADER, bytes.remaining())];
        bytes.duplicate().get(first);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        try {
            Map<String, String> fields =
                    StoreHeader.parse(text.substring(0, Math.max(0, end)).trim());
            long id = StoreHeader.number(fields, "chunk", -1);
            long length = StoreHeader.number(fields, "len", -1);
            long version = StoreHeader.number(fields, "version", -1);
            boolean isWhole = id >= 0 && version >= 0 && length * StoreHeader.BLOCK == bytes.remaining();
            return isWhole ? new WrittenChunk(position / StoreHeader.BLOCK, id, version) : null;
        } catch (IllegalArgumentException other) {
            return null;
        }
    }
}
