package dev.terrace.cache.internal.envelope;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/*
 * Big-endian:
 *
 *    offset  bytes
 *         0      2  magic "TE"
 *         2      1  version, 1 to 3
 *         3      1  kind: 0 value, 1 null, 2 tombstone
 *         4      1  codec id
 *         5      1  reserved, 0
 *         6     16  key digest
 *        22      8  epoch
 *        30      8  sequence
 *        38      8  created, milliseconds since 1970 UTC
 *        46      8  life, milliseconds
 *                8  from version 2 on: for how long it is kept after that, milliseconds
 *                2  in version 3 only: length of the validator, at least 1, then its UTF-8
 *                2  number of dependencies, then for each: 2 bytes length, UTF-8
 *                4  payload length, then the payload
 *                4  CRC-32C (RFC 3720, appendix B.4) of all bytes before
 *
 * Each is written in the lowest version that holds it, so that older versions of Terrace read what they can.
 *
 * Reading trusts nothing: the checksum comes first, every length is checked against what is left before anything is
 * allocated. Any byte changed, missing or added is refused.
 */
/** Writes and reads envelopes. Stateless. */
public final class EnvelopeFormat {

    private static final short MAGIC = 0x5445;
    private static final byte PLAIN = 1;
    private static final byte KEPT = 2;
    private static final byte VALIDATED = 3;
    private static final int HEADER = 56;
    private static final long LONGEST_STALE = Duration.ofDays(36_500).toMillis();
    private static final int TRAILER = 4;

    private EnvelopeFormat() {}

    /** The bytes of an envelope. */
    public static byte[] write(Envelope envelope) {
        List<byte[]> dependencies = new ArrayList<>(envelope.dependencies().size());
        String validator = envelope.validator();
        byte[] validating = validator == null ? Envelope.noPayload() : validator.getBytes(StandardCharsets.UTF_8);
        byte version = validator != null ? VALIDATED : envelope.stale().isZero() ? PLAIN : KEPT;
        int extra = version == PLAIN ? 0 : version == KEPT ? Long.BYTES : Long.BYTES + Short.BYTES + validating.length;
        int size = HEADER + extra + Integer.BYTES + envelope.payload().length + TRAILER;
        for (String dependency : envelope.dependencies()) {
            byte[] bytes = dependency.getBytes(StandardCharsets.UTF_8);
            dependencies.add(bytes);
            size += Short.BYTES + bytes.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putShort(MAGIC).put(version);
        out.put(envelope.kind().code()).put((byte) envelope.codec()).put((byte) 0);
        out.putLong(envelope.key().high()).putLong(envelope.key().low());
        out.putLong(envelope.position().epoch()).putLong(envelope.position().sequence());
        out.putLong(envelope.createdMillis()).putLong(envelope.life().toMillis());
        if (version != PLAIN) {
            out.putLong(envelope.stale().toMillis());
        }
        if (version == VALIDATED) {
            out.putShort((short) validating.length).put(validating);
        }
        out.putShort((short) dependencies.size());
        dependencies.forEach(bytes -> out.putShort((short) bytes.length).put(bytes));
        out.putInt(envelope.payload().length).put(envelope.payload());
        out.putInt(checksum(out.array(), size - TRAILER));
        return out.array();
    }

    /**
     * Reads an envelope.
     *
     * @throws DamagedEnvelopeException if the bytes are not those of a whole envelope of a version that is known
     */
    public static Envelope read(byte[] bytes) {
        if (bytes.length < HEADER + Integer.BYTES + TRAILER) {
            throw new DamagedEnvelopeException("only " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getShort() != MAGIC) {
            throw new DamagedEnvelopeException("foreign: no magic");
        }
        int version = in.get();
        if (version < PLAIN || version > VALIDATED) {
            throw new DamagedEnvelopeException("version " + version + " is not known to this version of Terrace");
        }
        if (in.getInt(bytes.length - TRAILER) != checksum(bytes, bytes.length - TRAILER)) {
            throw new DamagedEnvelopeException("checksum");
        }
        try {
            return body(in, version);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DamagedEnvelopeException("structure");
        }
    }

    private static Envelope body(ByteBuffer in, int version) {
        Envelope.Kind kind = Envelope.Kind.of(in.get());
        int codec = in.get() & 0xFF;
        in.get();
        Digest key = new Digest(in.getLong(), in.getLong());
        Position position = new Position(in.getLong(), in.getLong());
        long created = in.getLong();
        Duration life = Duration.ofMillis(in.getLong());
        long stale = version == PLAIN ? 0 : in.getLong();
        if (stale < 0 || stale > LONGEST_STALE) {
            throw new DamagedEnvelopeException("kept for " + stale + " ms");
        }
        String validator = version == VALIDATED ? validator(in) : null;
        int count = in.getShort();
        if (count < 0 || count > Envelope.MAXIMUM_DEPENDENCIES) {
            throw new DamagedEnvelopeException(count + " dependencies");
        }
        List<String> dependencies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            dependencies.add(new String(bytes(in, in.getShort()), StandardCharsets.UTF_8));
        }
        byte[] payload = bytes(in, in.getInt());
        if (in.remaining() != TRAILER) {
            throw new DamagedEnvelopeException("length");
        }
        return new Envelope(
                kind,
                codec,
                key,
                position,
                created,
                life,
                Duration.ofMillis(stale),
                validator,
                List.copyOf(dependencies),
                payload);
    }

    private static String validator(ByteBuffer in) {
        int length = in.getShort();
        if (length <= 0 || length > Envelope.MAXIMUM_VALIDATOR_BYTES) {
            throw new DamagedEnvelopeException("a validator of " + length + " bytes");
        }
        return new String(bytes(in, length), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining() - TRAILER) {
            throw new DamagedEnvelopeException("length");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
