package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Codec;
import java.nio.charset.StandardCharsets;

/** Texts as UTF-8. Thread-safe. */
final class PlainCodec implements Codec<String> {

    @Override
    public int id() {
        return 64;
    }

    @Override
    public byte[] encode(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
