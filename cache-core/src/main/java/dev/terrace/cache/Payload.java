package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.spi.Codec;
import org.jspecify.annotations.Nullable;

/** An encoded value, or null. */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Payload(Envelope.Kind kind, int codec, byte[] bytes) {

    /**
     * Encodes a value.
     *
     * @throws RuntimeException what the codec throws, or if there are more bytes than allowed
     */
    static <V extends @Nullable Object> Payload of(V value, Codec<V> codec, int maximumBytes) {
        if (value == null) {
            return new Payload(Envelope.Kind.NULL, 0, Envelope.noPayload());
        }
        byte[] bytes = codec.encode(value);
        if (bytes.length > maximumBytes) {
            throw new IllegalArgumentException("it has " + bytes.length + " bytes, at most " + maximumBytes
                    + " are allowed: raise maximumValueBytes, or keep it out of far tiers");
        }
        return new Payload(Envelope.Kind.VALUE, codec.id(), bytes);
    }
}
