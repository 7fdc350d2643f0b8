package dev.terrace.cache.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeyCodecTest {

    private static <K> void isTheSameAgain(Class<K> type, K key) {
        KeyCodec<K> codec = KeyCodec.of(type);
        assertThat(codec.decode(codec.encode(key))).isEqualTo(key);
    }

    @Test
    void simpleTypes_needNoCodec() {
        isTheSameAgain(String.class, "schön");
        isTheSameAgain(Long.class, Long.MIN_VALUE);
        isTheSameAgain(Integer.class, -7);
        isTheSameAgain(Short.class, (short) 300);
        isTheSameAgain(UUID.class, new UUID(1, -2));
        isTheSameAgain(ByteBuffer.class, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        isTheSameAgain(TimeUnit.class, TimeUnit.DAYS);
    }

    @Test
    void otherTypes_needOne_andAreToldSo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyCodec.of(BigDecimal.class))
                .withMessageContaining("java.math.BigDecimal")
                .withMessageContaining("keyCodec(KeyCodec.of(");
    }

    @Test
    void ownCodec_isAskedAndNamed() {
        KeyCodec<BigDecimal> codec = KeyCodec.of(
                "decimal", key -> key.toString().getBytes(UTF_8), bytes -> new BigDecimal(new String(bytes, UTF_8)));
        assertThat(codec.id()).isEqualTo("own:decimal");
        assertThat(codec.decode(codec.encode(new BigDecimal("1.50")))).isEqualTo(new BigDecimal("1.50"));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyCodec.of("", key -> new byte[0], bytes -> ""));
    }

    @Test
    void bytesOfAnotherLength_orAnUnknownName_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyCodec.of(Long.class).decode(new byte[4]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyCodec.of(TimeUnit.class).decode("FORTNIGHTS".getBytes(UTF_8)));
    }
}
