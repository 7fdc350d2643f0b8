package dev.terrace.cache.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Digest;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proves:SEC-3")
class KeyBytesTest {

    private static final List<Object> ALL_DIFFERENT = List.of(
            "",
            "1",
            "a",
            "a\u0000",
            "ä",
            "a\u0308",
            "\uD83D\uDE00",
            1,
            1L,
            (short) 1,
            (byte) 1,
            (char) 1,
            true,
            false,
            0,
            -1,
            -1L,
            Long.MIN_VALUE,
            new UUID(0, 1),
            new UUID(1, 0),
            List.of(new UUID(0, 1)),
            List.of(0L, 1L),
            TimeUnit.DAYS,
            "DAYS",
            ByteBuffer.wrap(new byte[] {'a'}),
            ByteBuffer.wrap(new byte[0]),
            List.of(),
            List.of(List.of()),
            List.of("a"),
            List.of("a", ""),
            List.of("", "a"),
            List.of("a", "b"),
            List.of("ab"),
            List.of("a", "bc"),
            List.of("ab", "c"),
            List.of(List.of("a"), "b"),
            List.of("a", List.of("b")),
            List.of(List.of("a", "b")),
            List.of(1, 2),
            List.of(2, 1),
            List.of(1L, 2),
            List.of("1", "2"));

    @Test
    void of_keysThatDiffer_differs() {
        Map<String, Object> seen = new HashMap<>();
        for (Object key : ALL_DIFFERENT) {
            Object other = seen.put(HexFormat.of().formatHex(KeyBytes.of(key)), key);
            assertThat(other).as("shares its bytes with %s", key).isNull();
        }
    }

    @Test
    void of_equalKeys_isEqual() {
        ByteBuffer inTheMiddle =
                ByteBuffer.wrap(new byte[] {'x', 'a', 'y'}).position(1).limit(2);
        assertThat(KeyBytes.of(inTheMiddle)).isEqualTo(KeyBytes.of(ByteBuffer.wrap(new byte[] {'a'})));
        assertThat(KeyBytes.of(new java.util.ArrayList<>(List.of("a", 1)))).isEqualTo(KeyBytes.of(List.of("a", 1)));
        assertThat(inTheMiddle.position()).isEqualTo(1);
    }

    @Test
    void of_aPartOfAnotherType_isRefusedWithTheCure() {
        assertThatThrownBy(() -> KeyBytes.of(List.of(1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Double")
                .hasMessageContaining("keyParts");
    }

    /** The bytes are part of what is stored: these figures never change. */
    @Test
    @Tag("proves:CACHE-8")
    void digest_ofKnownKeys_isAsItEverWas() {
        assertThat(digest("products", 42L)).isEqualTo(GOLDEN_LONG);
        assertThat(digest("products", "42")).isEqualTo(GOLDEN_TEXT);
        assertThat(digest("product", "s42")).isNotEqualTo(GOLDEN_TEXT);
    }

    private static final String GOLDEN_LONG = "1wiNGTr5Hjs6DLeXzvjfoA";
    private static final String GOLDEN_TEXT = "gfHH7CVIvnkNgMZNR3Z4zQ";

    private static String digest(String cache, Object key) {
        Digest digest = new KeyDigester<>(cache, KeyBytes::of, 100).digest(key);
        assertThat(Digest.parse(digest.text())).isEqualTo(digest);
        return digest.text();
    }
}
