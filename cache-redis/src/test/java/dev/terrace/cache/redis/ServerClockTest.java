package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.testkit.VirtualTime;
import io.lettuce.core.protocol.AsyncCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    private static final long SECONDS = 1_700_000_000L;

    private final VirtualTime time = new VirtualTime();
    private final ServerClock clock = new ServerClock(time);

    private AsyncCommand<byte[], byte[], List<byte[]>> asked() {
        return Objects.requireNonNull(clock.question());
    }

    private static void answer(AsyncCommand<byte[], byte[], List<byte[]>> question, long seconds, long micros) {
        question.getOutput().multi(2);
        question.getOutput().set(bytes(seconds));
        question.getOutput().set(bytes(micros));
        question.complete();
    }

    private static ByteBuffer bytes(long number) {
        return ByteBuffer.wrap(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void millis_isNeverBelowTheServersClock() {
        assertThat(clock.millis()).isEqualTo(-1);
        AsyncCommand<byte[], byte[], List<byte[]>> question = asked();
        time.advance(Duration.ofMillis(3)); // on its way, one or the other
        answer(question, SECONDS, 999);

        assertThat(clock.millis()).isEqualTo(SECONDS * 1_000 + 3 + 1);
        time.advance(Duration.ofMillis(500));
        assertThat(clock.millis()).isEqualTo(SECONDS * 1_000 + 503 + 1);
    }

    @Test
    void question_isAskedOnceASecond() {
        AsyncCommand<byte[], byte[], List<byte[]>> first = asked();
        assertThat(clock.question()).as("under way").isNull();
        answer(first, SECONDS, 0);
        time.advance(Duration.ofMillis(999));
        assertThat(clock.question()).isNull();
        time.advance(Duration.ofMillis(1));
        answer(asked(), SECONDS + 10, 0); // somebody has set it
        assertThat(clock.millis()).isEqualTo((SECONDS + 10) * 1_000 + 1);
    }

    @Test
    void millis_ofLongAgo_isNotKnown() {
        answer(asked(), SECONDS, 0);
        time.advance(Duration.ofSeconds(5));
        assertThat(clock.millis()).isPositive();
        asked(); // and never answered
        time.advance(Duration.ofNanos(1));
        assertThat(clock.millis()).isEqualTo(-1);
    }

    @Test
    void answer_overAFormerConnection_isNotBelieved() {
        AsyncCommand<byte[], byte[], List<byte[]>> former = asked();
        clock.reconnected();
        answer(former, SECONDS, 0);
        assertThat(clock.millis()).isEqualTo(-1);

        answer(asked(), SECONDS, 0);
        assertThat(clock.millis()).isPositive();
        clock.reconnected();
        assertThat(clock.millis()).as("perhaps of another server").isEqualTo(-1);
    }
}
