package dev.terrace.cache;

import dev.terrace.cache.spi.Codec;
import java.nio.charset.StandardCharsets;

/** Texts in UTF-8, as they are. Thread-safe. */
final class TextCodec implements Codec<String> {

    private static final int UTF_8 = 2;

    @Override
    public int id() {
        return UTF_8;
    }

    @Override
    public byte[] encode(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (!decode(bytes).equals(value)) {
            throw new IllegalArgumentException(
                    "it has half of a surrogate pair, which UTF-8 cannot write: use whole characters");
        }
        return bytes;
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
