package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

class SpringKeysTest {

    private final SpringKeys keys =
            new SpringKeys("orders", true, List.of(key -> key instanceof Order order ? List.of(order.id()) : null));

    record Order(long id) {}

    record Foreign(String text) {}

    @Test
    void parts_ofDifferentKeys_differ() {
        List<Object> all = List.of(
                "a, b",
                "1",
                1,
                1L,
                1.0,
                1.0f,
                (short) 1,
                (byte) 1,
                '1',
                true,
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                Thread.State.NEW,
                BigInteger.ONE,
                BigDecimal.ONE,
                new BigDecimal("1.0"),
                LocalDate.EPOCH,
                LocalDate.EPOCH.toString(),
                LocalDateTime.of(1970, 1, 1, 0, 0),
                Instant.EPOCH,
                Duration.ZERO,
                ZoneOffset.UTC,
                ZoneId.of("Europe/Berlin"),
                new SimpleKey("a", "b"),
                new SimpleKey("a, b"),
                new SimpleKey("a", "b, c"),
                new SimpleKey("a, b", "c"),
                new SimpleKey("1"),
                new SimpleKey(1),
                new SimpleKey((Object) null),
                new SimpleKey("null"),
                new SimpleKey(null, null),
                new SimpleKey((Object) new Object[] {"a", "b"}),
                new SimpleKey(List.of("a", "b")),
                SimpleKey.EMPTY,
                List.of(),
                List.of("a", "b"),
                List.of('k', "a", "b"),
                new Object[] {"a", "b"},
                new byte[] {1},
                new int[] {1},
                new long[] {1},
                new Order(1));
        Set<Object> seen = new HashSet<>();
        assertThat(all)
                .allSatisfy(key -> assertThat(seen.add(keys.parts(key)))
                        .as("parts of %s", key)
                        .isTrue());
    }

    @Test
    void parts_ofEqualKeys_areEqual() {
        assertThat(keys.parts(new SimpleKey("a", 1, null))).isEqualTo(keys.parts(new SimpleKey("a", 1, null)));
        assertThat(keys.parts(new SimpleKey(1, new String[] {"x"})))
                .isEqualTo(keys.parts(new SimpleKey(1, new String[] {"x"})));
        assertThat(keys.parts(Arrays.asList("a", null))).isEqualTo(keys.parts(Arrays.asList("a", null)));
        assertThat(keys.parts(new byte[] {1, 2})).isEqualTo(List.of(List.of('b', ByteBuffer.wrap(new byte[] {1, 2}))));
        assertThat(keys.parts(new Order(7))).isEqualTo(keys.parts(new Order(7)));
    }

    @Test
    void part_withoutAForm_isRefusedWithTheCure() {
        assertThatThrownBy(() -> keys.parts(new SimpleKey(1, new Foreign("secret"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cache 'orders'", Foreign.class.getName(), CacheKeyParts.class.getName())
                .hasMessageNotContaining("secret");
        Object[] many = new Object[300];
        Arrays.fill(many, 1);
        assertThatThrownBy(() -> keys.parts(new SimpleKey(many))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void part_withoutAForm_inANamespaceOfOnesOwn_isKnownByItsHash() {
        SpringKeys alone = new SpringKeys("orders", false, List.of());
        assertThat(alone.parts(new Foreign("a"))).isEqualTo(alone.parts(new Foreign("a")));
        assertThat(alone.parts(new Foreign("a"))).isNotEqualTo(alone.parts(new Foreign("b")));
    }
}
