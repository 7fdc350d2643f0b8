package dev.terrace.cache.internal.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("proves:CACHE-8")
class EnvelopeFormatTest {

    private static final long SEED = 20_261_121;
    private static final Digest KEY = new Digest(0x0123456789abcdefL, 0xfedcba9876543210L);

    /** Entries whose bytes lie in {@code golden/}; a version that cannot read them must have another version number. */
    @SuppressWarnings("ImmutableEnumChecker") // holds arrays that nobody changes
    enum Golden {
        VALUE(new Envelope(
                Envelope.Kind.VALUE,
                64,
                KEY,
                new Position(7, 1_000_000),
                1_750_000_000_000L,
                Duration.ofMinutes(5),
                Duration.ZERO,
                List.of("brand:acme", "ä€😀"),
                "the value".getBytes(StandardCharsets.UTF_8))),
        NULL(new Envelope(
                Envelope.Kind.NULL,
                0,
                KEY,
                new Position(1, 0),
                0,
                Duration.ofMillis(1),
                Duration.ZERO,
                List.of(),
                new byte[0])),
        KEPT(new Envelope(
                Envelope.Kind.VALUE,
                64,
                KEY,
                new Position(7, 1_000_000),
                1_750_000_000_000L,
                Duration.ofMinutes(5),
                Duration.ofHours(2),
                List.of("brand:acme"),
                "the value".getBytes(StandardCharsets.UTF_8))),
        VALIDATED(new Envelope(
                Envelope.Kind.VALUE,
                64,
                KEY,
                new Position(7, 1_000_000),
                1_750_000_000_000L,
                Duration.ofMinutes(5),
                Duration.ofHours(2),
                "W/\"ä1\"",
                List.of("brand:acme"),
                "the value".getBytes(StandardCharsets.UTF_8))),
        TOMBSTONE(Envelope.tombstone(
                KEY, new Position(Long.MAX_VALUE, Long.MAX_VALUE), 1_750_000_000_000L, Duration.ofMinutes(10)));

        private final Envelope envelope;

        Golden(Envelope envelope) {
            this.envelope = envelope;
        }

        byte[] bytes() throws IOException {
            String version =
                    envelope.validator() != null ? "3" : envelope.stale().isZero() ? "1" : "2";
            String name = "/golden/envelope-" + version + "-" + name().toLowerCase(java.util.Locale.ROOT) + ".bin";
            try (InputStream in = Objects.requireNonNull(EnvelopeFormatTest.class.getResourceAsStream(name), name)) {
                return in.readAllBytes();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_ofGoldenBytes_isTheEnvelope(Golden golden) throws IOException {
        assertSame(EnvelopeFormat.read(golden.bytes()), golden.envelope);
    }

    @ParameterizedTest
    @EnumSource
    void write_ofTheEnvelope_isTheGoldenBytes(Golden golden) throws IOException {
        assertThat(EnvelopeFormat.write(golden.envelope)).isEqualTo(golden.bytes());
    }

    @Test
    void read_ofWhatWasWritten_isTheSame() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            Envelope envelope = any(random);
            assertSame(EnvelopeFormat.read(EnvelopeFormat.write(envelope)), envelope);
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_withAnyBitFlipped_isRefused(Golden golden) throws IOException {
        byte[] bytes = golden.bytes();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(bytes);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_cutAnywhereOrTooLong_isRefused(Golden golden) throws IOException {
        byte[] bytes = golden.bytes();
        for (int length = 0; length < bytes.length + 10; length++) {
            if (length != bytes.length) {
                assertRefused(Arrays.copyOf(bytes, length));
            }
        }
        assertRefused(Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    @Test
    void read_ofAnEntryThatIsKeptForAges_isRefused() {
        assertRefused(EnvelopeFormat.write(new Envelope(
                Envelope.Kind.VALUE,
                64,
                KEY,
                new Position(1, 1),
                0,
                Duration.ofMillis(1),
                Duration.ofMillis(Long.MAX_VALUE),
                List.of(),
                new byte[0])));
    }

    @Test
    void read_ofAValidatorThatIsEmptyOrTooLong_isRefused() {
        for (String validator : List.of("", "v".repeat(1_025))) {
            assertRefused(EnvelopeFormat.write(new Envelope(
                    Envelope.Kind.VALUE,
                    64,
                    KEY,
                    new Position(1, 1),
                    0,
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    validator,
                    List.of(),
                    new byte[0])));
        }
    }

    @Test
    void read_ofWholeBytesWithAnImpossibleStructure_isRefused() {
        byte[] tooManyDependencies = EnvelopeFormat.write(new Envelope(
                Envelope.Kind.VALUE,
                64,
                KEY,
                new Position(1, 1),
                0,
                Duration.ofMillis(1),
                Duration.ZERO,
                java.util.Collections.nCopies(65, "d"),
                new byte[0]));
        assertRefused(tooManyDependencies);
    }

    private static Envelope any(Random random) {
        List<String> dependencies = new ArrayList<>();
        for (int i = random.nextInt(65); i > 0; i--) {
            dependencies.add("d" + "ö".repeat(random.nextInt(255)));
        }
        byte[] payload = new byte[random.nextInt(2_000)];
        random.nextBytes(payload);
        return new Envelope(
                List.of(Envelope.Kind.values()).get(random.nextInt(3)),
                random.nextInt(256),
                new Digest(random.nextLong(), random.nextLong()),
                new Position(random.nextLong() >>> 1, random.nextLong() >>> 1),
                random.nextLong(),
                Duration.ofMillis(random.nextInt()),
                Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(1_000_000)),
                random.nextBoolean() ? null : "v".repeat(1 + random.nextInt(1_024)),
                dependencies,
                payload);
    }

    private static void assertSame(Envelope actual, Envelope expected) {
        assertThat(actual.payload()).isEqualTo(expected.payload());
        assertThat(withPayload(actual, expected.payload())).isEqualTo(expected);
    }

    private static Envelope withPayload(Envelope envelope, byte[] payload) {
        return new Envelope(
                envelope.kind(),
                envelope.codec(),
                envelope.key(),
                envelope.position(),
                envelope.createdMillis(),
                envelope.life(),
                envelope.stale(),
                envelope.validator(),
                envelope.dependencies(),
                payload);
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> EnvelopeFormat.read(bytes)).isInstanceOf(DamagedEnvelopeException.class);
    }
}
