package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.fake.Held;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits holds his deadline himself: also where the timers' thread is busy for ever. */
@Tag("proves:CACHE-7")
@Timeout(20)
class LateTimersTest {

    private static final Duration DEADLINE = Duration.ofMillis(50);

    private final Source source = new Source("text");

    private Cache<String, String> cache(Terrace terrace) {
        return terrace.cache("texts", String.class, String.class).loader(source).build();
    }

    private static Terrace terrace() {
        return Terrace.builder("late").time(new StuckTimers()).build();
    }

    @Test
    void answer_underADeadline_ends() {
        try (Terrace terrace = terrace()) {
            Held held = source.hold();
            long began = System.nanoTime();
            assertThatThrownBy(() ->
                            cache(terrace).answer("key", Freshness.strict().deadline(DEADLINE)))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("within the deadline of 50 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(DEADLINE);
            held.release();
        }
    }

    @Test
    void getAll_underADeadline_ends() {
        try (Terrace terrace = terrace()) {
            Cache<String, String> cache = terrace.cache("texts", String.class, String.class)
                    .loader(source)
                    .freshness(Freshness.strict().deadline(DEADLINE))
                    .build();
            Held held = source.hold();
            assertThatThrownBy(() -> cache.getAll(List.of("one", "two", "three")))
                    .isInstanceOf(CacheTimeoutException.class);
            held.release();
        }
    }

    @Test
    void answer_thatIsThereBeforeTheDeadline_isGiven() {
        try (Terrace terrace = terrace()) {
            Answer<String> answer =
                    cache(terrace).answer("key", Freshness.strict().deadline(Duration.ofSeconds(15)));
            assertThat(answer.value()).isEqualTo("text");
        }
    }

    /** The machine's clocks, and timers that never come. */
    private static final class StuckTimers implements Time {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public Timer repeat(Duration period, Runnable task) {
            return () -> {};
        }
    }
}
