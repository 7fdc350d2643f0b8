package dev.terrace.cache.fake;

import dev.terrace.cache.spi.Codec;
import java.nio.charset.StandardCharsets;

/** Texts as UTF-8; what contains "unwritable" cannot be written, what contains "unreadable" cannot be read. Thread-safe. */
public final class TextCodec implements Codec<String> {

    private final int id;

    public TextCodec() {
        this(64);
    }

    public TextCodec(int id) {
        this.id = id;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public byte[] encode(String value) {
        if (value.contains("unwritable")) {
            throw new IllegalArgumentException("such a text cannot be written");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.contains("unreadable")) {
            throw new IllegalArgumentException("such a text cannot be read");
        }
        return text;
    }
}
