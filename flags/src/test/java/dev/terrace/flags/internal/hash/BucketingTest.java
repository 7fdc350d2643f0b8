package dev.terrace.flags.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketingTest {

    @ParameterizedTest
    @CsvSource({
        "'', 00000000",
        "test, ba6bd213",
        "'Hello, world!', c0363e43",
        "The quick brown fox jumps over the lazy dog, 2e4ff723",
    })
    void murmur3_publishedVectors_areMet(String text, String hash) {
        assertThat(Integer.toHexString(Bucketing.murmur3(text))).isEqualTo(hash.replaceFirst("^0{7}", ""));
    }

    @Test
    @Tag("proves:FLAG-2")
    void bucket_goldenVectorsOfAnotherProgram_areMet() throws IOException {
        List<String> lines = golden();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(1_000);
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            Bucketing bucketing = Bucketing.of(text(cells[0]), text(cells[1]));
            String unit = text(cells[2]);
            assertThat(Integer.toUnsignedString(bucketing.hash(unit))).as(line).isEqualTo(cells[3]);
            assertThat(bucketing.bucket(unit)).as(line).isEqualTo(Integer.parseInt(cells[4]));
        }
    }

    @Test
    void hash_halfOfASurrogatePair_isAQuestionMark() {
        Bucketing bucketing = Bucketing.of("s", Bucketing.GATE);
        for (String broken : List.of("\ud83d", "a\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
            String encoded = new String(broken.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertThat(encoded).contains("?");
            assertThat(bucketing.hash(broken)).isEqualTo(bucketing.hash(encoded));
        }
    }

    @Test
    void hash_textsThatConcatenateToTheSame_differ() {
        assertThat(Bucketing.of("ab", "gate").hash("c"))
                .isNotEqualTo(Bucketing.of("a", "gate").hash("bc"));
        assertThat(Bucketing.of("a", "gate").hash("b"))
                .isNotEqualTo(Bucketing.of("a", "variant").hash("b"));
    }

    @Test
    void of_zeroInTheSalt_isRefused() {
        assertThatThrownBy(() -> Bucketing.of("a\0b", "gate")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> golden() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(BucketingTest.class.getResourceAsStream("/dev/terrace/flags/golden.csv"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }
}
