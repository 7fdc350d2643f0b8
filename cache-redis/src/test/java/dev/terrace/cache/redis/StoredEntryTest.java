package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StoredEntryTest {

    /** The bytes of format 1, for good: what one version has written the next one reads. */
    private static final String ENTRY = "01 00 0102030405060708 0a0b0c0d0e0f1011 76616c7565".replace(" ", "");

    /** The same once the server has stored it: it ends at 0x0000018000000000. */
    private static final String DATED =
            "01 02 0102030405060708 0a0b0c0d0e0f1011 0000018000000000 76616c7565".replace(" ", "");

    private static final String TOMBSTONE = "01 01 0000000000000001 00000000000000ff".replace(" ", "");

    @Test
    void encode_writesFormatOne() {
        assertThat(hex(StoredEntry.encode(write(0x0102030405060708L, 0x0a0b0c0d0e0f1011L, false, "value"))))
                .isEqualTo(ENTRY);
        assertThat(hex(StoredEntry.encode(write(1, 255, true, "")))).isEqualTo(TOMBSTONE);
    }

    @Test
    void decode_ofFormatOne_answersTheEnvelope() {
        TierEntry entry = decode(HexFormat.of().parseHex(ENTRY), 1_500);

        assertThat(entry.envelope()).isEqualTo("value".getBytes(StandardCharsets.UTF_8));
        assertThat(entry.remaining()).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void decode_ofAnEntryThatSaysWhenItEnds_answersTheSame() {
        assertThat(decode(HexFormat.of().parseHex(DATED), 1_500))
                .usingRecursiveComparison()
                .isEqualTo(decode(HexFormat.of().parseHex(ENTRY), 1_500));
        String tombstone = "0103" + DATED.substring(4);
        assertThat(decode(HexFormat.of().parseHex(tombstone), 1).envelope()).hasSize(5);
    }

    @Test
    void remaining_isToldByTheServersClock() {
        byte[] dated = HexFormat.of().parseHex(DATED);

        assertThat(remaining(dated, 0x18000000000L - 1_500)).isEqualTo(1_500);
        assertThat(remaining(dated, 0x18000000000L)).isZero();
        assertThat(remaining(dated, 0x18000000001L)).as("over").isZero();
        assertThat(remaining(dated, -1)).as("the clock is not known").isEqualTo(StoredEntry.UNTOLD);
        assertThat(remaining(HexFormat.of().parseHex(ENTRY), 1))
                .as("an older entry")
                .isEqualTo(StoredEntry.UNTOLD);
        assertThat(remaining(new byte[0], 1)).isEqualTo(StoredEntry.UNTOLD);
        assertThat(remaining(HexFormat.of().parseHex("02" + DATED.substring(2)), 1))
                .as("another format")
                .isEqualTo(StoredEntry.UNTOLD);
        assertThat(remaining(HexFormat.of().parseHex(DATED.substring(0, 50)), 1))
                .as("cut off")
                .isEqualTo(StoredEntry.UNTOLD);
        assertThat(remaining(HexFormat.of().parseHex(TOMBSTONE), 1)).isZero();
    }

    @Test
    void decode_ofARemovalWithoutAnEnvelope_isNull() {
        assertThat(StoredEntry.decode(HexFormat.of().parseHex(TOMBSTONE), 1)).isNull();
        assertThat(decode(HexFormat.of().parseHex(TOMBSTONE + "00"), 1).envelope())
                .hasSize(1);
    }

    @Test
    void decode_ofWhatIsNoEntry_answersTheBytesAsTheyStand() {
        byte[] brief = "brief".getBytes(StandardCharsets.UTF_8);
        byte[] newer = HexFormat.of().parseHex("02" + ENTRY.substring(2));

        assertThat(decode(brief, 1).envelope()).isEqualTo(brief);
        assertThat(decode(newer, 1).envelope()).isEqualTo(newer);
        assertThat(decode(new byte[0], 1).envelope()).isEmpty();
    }

    @Test
    void decode_ofALifeThatIsUnknown_leavesNone() {
        byte[] entry = HexFormat.of().parseHex(ENTRY);

        assertThat(decode(entry, -1).remaining()).isZero();
        assertThat(decode(entry, -2).remaining()).isZero();
        assertThat(decode(entry, 0).remaining()).isZero();
    }

    @Test
    void lifeMillis_isAtLeastOneAndNeverOverflows() {
        assertThat(StoredEntry.lifeMillis(Duration.ofNanos(1))).isEqualTo(1);
        assertThat(StoredEntry.lifeMillis(Duration.ofMillis(1_999).plusNanos(999_999)))
                .isEqualTo(1_999);
        assertThat(StoredEntry.lifeMillis(Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(Duration.ofDays(36_500).toMillis());
    }

    private static long remaining(byte[] value, long nowMillis) {
        return StoredEntry.remainingMillis(amidOthers(value), nowMillis);
    }

    private static TierEntry decode(byte[] value, long remainingMillis) {
        ByteBuffer buffer = amidOthers(value);
        TierEntry entry = Objects.requireNonNull(StoredEntry.decode(buffer, remainingMillis));
        assertThat(StoredEntry.decode(value, remainingMillis))
                .usingRecursiveComparison()
                .isEqualTo(entry);
        return entry;
    }

    /** A driver's buffer, which begins and ends with what is none of ours. */
    private static ByteBuffer amidOthers(byte[] value) {
        ByteBuffer whole = ByteBuffer.allocate(value.length + 7).put(3, value);
        return whole.position(3).limit(3 + value.length);
    }

    private static TierWrite write(long epoch, long sequence, boolean tombstone, String envelope) {
        return new TierWrite(
                Backend.anyKey(),
                new Position(epoch, sequence),
                tombstone,
                envelope.getBytes(StandardCharsets.UTF_8),
                Duration.ofHours(1));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
