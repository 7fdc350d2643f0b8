package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Time;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Entries say when they end by the clock of the server that stores them. What that clock shows now is told from what it has shown a moment ago
 * and from how long ago that was asked on this node's monotonic clock: an upper bound, too high by the way of the question at most. So an
 * entry's life is never taken for longer than it is, and no wall clock of this machine is looked at. The server is asked again every PERIOD
 * while anybody reads; what is older than LONGEST is not gone by, nor what another connection has brought, for it may lead to another server.
 *
 * State under this object's lock: `connection`, `asked`, and writes of `shown`, which is read without.
 */
/** The clock of the server at the other end of a connection. Thread-safe. */
final class ServerClock {

    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 5 * PERIOD_NANOS;

    private record Shown(long askedNanos, long micros) {}

    private final Time time;
    private volatile @Nullable Shown shown;
    private long connection;
    private @Nullable Long asked;

    ServerClock(Time time) {
        this.time = time;
    }

    /** A connection has been made that nobody has used yet. */
    synchronized void reconnected() {
        connection++;
        shown = null;
        asked = null;
    }

    /** At most this many milliseconds since 1970, as the server counts them; -1 if that is not known. */
    long millis() {
        Shown last = shown;
        long since = last == null ? 0 : time.nanoTime() - last.askedNanos;
        return last == null || since > LONGEST_NANOS ? -1 : (last.micros + since / 1_000) / 1_000 + 1;
    }

    /** A question to be sent ahead of the next read; null while none is due. */
    @Nullable
    AsyncCommand<byte[], byte[], List<byte[]>> question() {
        long now = time.nanoTime();
        Shown last = shown;
        if (last != null && now - last.askedNanos < PERIOD_NANOS) {
            return null;
        }
        long through;
        synchronized (this) {
            if (asked != null && now - asked < PERIOD_NANOS) {
                return null;
            }
            asked = now;
            through = connection;
        }
        AsyncCommand<byte[], byte[], List<byte[]>> question =
                new AsyncCommand<>(new Command<>(CommandType.TIME, new ValueListOutput<>(ByteArrayCodec.INSTANCE)));
        question.thenAccept(answer -> answered(through, now, answer));
        return question;
    }

    private synchronized void answered(long through, long askedNanos, List<byte[]> answer) {
        if (through == connection) {
            shown = new Shown(askedNanos, 1_000_000 * number(answer.get(0)) + number(answer.get(1)));
        }
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}
