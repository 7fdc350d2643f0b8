package dev.terrace.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long START = 123;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final Pace pace = new Pace(START, 10 * SECOND, 9_000);

    @Test
    void due_firstAndLast_spanTheTime() {
        assertThat(pace.due(0)).isEqualTo(START);
        assertThat(pace.due(9_000)).isEqualTo(START + 10 * SECOND);
    }

    @Test
    void due_afterTheRise_isEven() {
        assertThat(pace.due(1_000)).as("the rise is over").isEqualTo(START + 2 * SECOND);
        assertThat(pace.due(5_000)).isEqualTo(START + 6 * SECOND);
    }

    @Test
    void due_inTheRise_isSlower() {
        assertThat(pace.due(250))
                .as("a quarter of the requests takes half of the time")
                .isEqualTo(START + SECOND);
        for (int request = 1; request < 9_000; request++) {
            assertThat(pace.due(request)).isGreaterThan(pace.due(request - 1));
        }
    }

    @Test
    void due_noTime_isAtOnce() {
        assertThat(new Pace(START, 0, 10).due(9)).isEqualTo(START);
    }
}
