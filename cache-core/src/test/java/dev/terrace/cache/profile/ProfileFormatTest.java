package dev.terrace.cache.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.terrace.cache.profile.ProfileException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProfileFormatTest {

    private static final String WHERE = "profile file x";
    private static final KeyCodec<Long> CODEC = KeyCodec.of(Long.class);

    private final byte[] stored = write(Profiles.products(), CODEC);

    private static <K> byte[] write(AccessProfile<K> profile, KeyCodec<K> codec) {
        try {
            return ProfileFormat.write(profile, codec);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Reason refused(byte[] bytes) {
        return refused(bytes, "products", CODEC);
    }

    private static Reason refused(byte[] bytes, String cache, KeyCodec<?> codec) {
        Reason[] reason = new Reason[1];
        assertThatExceptionOfType(ProfileException.class)
                .isThrownBy(() -> ProfileFormat.read(bytes, WHERE, cache, codec))
                .withMessageStartingWith(WHERE)
                .satisfies(refusal -> reason[0] = refusal.reason());
        return reason[0];
    }

    @Test
    void profile_thatWasWritten_isReadAsItWas() {
        AccessProfile<Long> read = ProfileFormat.read(stored, WHERE, "products", CODEC);
        assertThat(read.cache()).isEqualTo("products");
        assertThat(read.zone()).isEqualTo(Profiles.ZONE);
        assertThat(read.recorded()).isEqualTo(Instant.ofEpochMilli(1_750_000_000_000L));
        assertThat(read.size()).isEqualTo(3);
        assertThat(read.hottest(2)).containsExactly(7L, 42L);
        assertThat(read.hottestAt(8, 10)).containsExactly(42L, 7L);
        assertThat(read.hottestAt(23, 10)).containsExactly(7L);
        assertThat(read.hottestAt(0, 10)).isEmpty();
        assertThat(read.followers(42L, 0.8)).containsExactly(7L);
        assertThat(read.followers(42L, 0.9)).isEmpty();
        assertThat(read.rows().get(0).weight()).isEqualTo(12.5);
    }

    @Test
    void emptyProfile_isReadAsItWas() {
        byte[] empty = write(new AccessProfile<>("products", Instant.EPOCH, Profiles.ZONE, List.of(), Map.of()), CODEC);
        assertThat(ProfileFormat.read(empty, WHERE, "products", CODEC).size()).isZero();
    }

    @Test
    void anyBit_thatIsTurned_isSeen() {
        for (int bit = 0; bit < 8 * stored.length; bit++) {
            byte[] damaged = stored.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Reason reason = refused(damaged);
            assertThat(reason).as("bit %d", bit).isEqualTo(bit / 8 == 4 ? Reason.OTHER_VERSION : Reason.DAMAGED);
        }
    }

    @Test
    void profile_thatIsTooShortOrTooLong_isSeen() {
        for (int length = 0; length < stored.length; length++) {
            assertThat(refused(Arrays.copyOf(stored, length)))
                    .as("%d bytes", length)
                    .isEqualTo(Reason.DAMAGED);
        }
        assertThat(refused(Arrays.copyOf(stored, stored.length + 1))).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void profileOfAnotherCache_ofOtherKeys_orVersion_isSaidToBeThat() {
        assertThat(refused(stored, "orders", CODEC)).isEqualTo(Reason.OTHER_CACHE);
        assertThat(refused(stored, "products", KeyCodec.of(String.class))).isEqualTo(Reason.OTHER_KEYS);
        byte[] newer = stored.clone();
        newer[4] = 9;
        assertThat(refused(newer)).isEqualTo(Reason.OTHER_VERSION);
    }

    @Test
    void keysThatTheCodecDoesNotRead_makeItUnreadable() {
        KeyCodec<String> own = KeyCodec.of("own", String::getBytes, String::new);
        byte[] texts = write(
                new AccessProfile<>(
                        "products",
                        Instant.EPOCH,
                        Profiles.ZONE,
                        List.of(new AccessProfile.Row<>("x", 1, new float[Sketch.HOURS])),
                        Map.of()),
                own);
        KeyCodec<String> broken = KeyCodec.of("own", String::getBytes, bytes -> {
            throw new IllegalStateException("planted");
        });
        assertThat(refused(texts, "products", broken)).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void keysThatTheCodecDoesNotWrite_areLeftOut() {
        KeyCodec<TimeUnit> picky = KeyCodec.of(
                "picky",
                key -> {
                    if (key == TimeUnit.DAYS) {
                        throw new IllegalStateException("planted");
                    }
                    return key == TimeUnit.HOURS
                            ? new byte[ProfileFormat.MAXIMUM_KEY_BYTES + 1]
                            : key.name().getBytes(UTF_8);
                },
                bytes -> TimeUnit.valueOf(new String(bytes, UTF_8)));
        float[] hours = new float[Sketch.HOURS];
        byte[] written = write(
                new AccessProfile<>(
                        "units",
                        Instant.EPOCH,
                        Profiles.ZONE,
                        List.of(
                                new AccessProfile.Row<>(TimeUnit.DAYS, 3, hours),
                                new AccessProfile.Row<>(TimeUnit.SECONDS, 2, hours),
                                new AccessProfile.Row<>(TimeUnit.HOURS, 1, hours)),
                        Map.of(
                                TimeUnit.SECONDS,
                                new AccessProfile.Followers<>(4, List.of(new AccessProfile.Next<>(TimeUnit.DAYS, 4))))),
                picky);
        AccessProfile<TimeUnit> read = ProfileFormat.read(written, WHERE, "units", picky);
        assertThat(read.hottest(9)).containsExactly(TimeUnit.SECONDS);
        assertThat(read.followers()).isEmpty();
    }
}
