package dev.terrace.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/*
 * One direction of one connection: what was read from the source waits in a queue, each piece with the time of its arrival, until
 * the link lets it pass. The end of the stream, and a reset by the source, wait in the same queue, so that they are late, held
 * back or swallowed just as bytes are. Touched by the proxy's thread only.
 */
/** The bytes on their way from one end of a connection to the other. */
final class ProxyStream {

    /** Nothing to do until something is read or changed. */
    static final long IDLE = Long.MAX_VALUE;

    /** What a delivery has come to, besides a time to wait. */
    enum Outcome {
        ALIVE,
        /** The source's end was passed on. */
        ENDED,
        /** The source's reset has arrived: the connection is to be reset. */
        RESET,
        /** The connection is to be cut here. */
        CUT
    }

    private static final int CAPACITY = 1 << 20;

    private final SocketChannel source;
    private final SocketChannel sink;
    private final ProxyLink link;
    private final Deque<Piece> queue = new ArrayDeque<>();
    private int queued;
    private boolean sourceDone;
    private boolean sourceReset;
    private boolean sinkDead;
    private boolean blocked;
    private boolean ended;
    private boolean holed;
    private long untilNext = IDLE;

    ProxyStream(SocketChannel source, SocketChannel sink, ProxyLink link) {
        this.source = source;
        this.sink = sink;
        this.link = link;
    }

    SocketChannel source() {
        return source;
    }

    SocketChannel sink() {
        return sink;
    }

    boolean wantsToRead() {
        return !sourceDone && queued < CAPACITY;
    }

    boolean wantsToWrite() {
        return blocked;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether bytes are missing from what the receiver got. */
    boolean isHoled() {
        return holed;
    }

    /** After {@link #deliver}: nanoseconds until it should be tried again. */
    long untilNext() {
        return untilNext;
    }

    /** Takes what the source has, once. Its end or its reset counts as arrived. */
    void read(ByteBuffer buffer, long now) {
        int count;
        try {
            count = source.read(buffer.clear());
        } catch (IOException reset) {
            sourceFailed(now);
            return;
        }
        if (count < 0) {
            arrive(new Piece(null, false, now));
        } else if (count > 0) {
            ByteBuffer bytes = ByteBuffer.allocate(count).put(buffer.flip()).flip();
            queued += count;
            queue.add(new Piece(bytes, false, now));
        }
    }

    /** The source is gone by a reset, or was never there. */
    void sourceFailed(long now) {
        if (!sourceReset) {
            sourceReset = true;
            arrive(new Piece(null, true, now));
        }
    }

    /** Nobody is there to receive: bytes go nowhere from now on, and no end is passed on. */
    void sinkFailed() {
        sinkDead = true;
    }

    /** Delivers what is due. Throws if the sink is gone. */
    Outcome deliver(long now) throws IOException {
        untilNext = IDLE;
        blocked = false;
        while (true) {
            Piece next = queue.peek();
            if (next == null) {
                return Outcome.ALIVE;
            }
            ByteBuffer bytes = next.bytes;
            if (bytes != null && (link.isSwallowing() || sinkDead)) {
                drop(bytes.remaining());
                queue.remove();
                continue;
            }
            if (link.isSwallowing() || link.isStalled() || !(sink.isConnected() || sinkDead)) {
                return Outcome.ALIVE;
            }
            long left = link.wait(next.arrived, now);
            if (left > 0) {
                untilNext = left;
                return Outcome.ALIVE;
            }
            if (bytes == null) {
                queue.remove();
                return end(next);
            }
            if (link.takeCut()) {
                for (Piece lost : queue) {
                    drop(lost.bytes == null ? 0 : lost.bytes.remaining());
                }
                queue.clear();
                return Outcome.CUT;
            }
            int written = link.write(sink, bytes, now);
            queued -= written;
            if (!bytes.hasRemaining()) {
                queue.remove();
            } else if (written == 0) {
                blocked = true;
                return Outcome.ALIVE;
            }
        }
    }

    private Outcome end(Piece last) throws IOException {
        if (last.reset) {
            return Outcome.RESET;
        }
        if (!sinkDead) {
            sink.shutdownOutput();
        }
        ended = true;
        return Outcome.ENDED;
    }

    private void arrive(Piece end) {
        sourceDone = true;
        queue.add(end);
    }

    private void drop(int bytes) {
        queued -= bytes;
        holed |= bytes > 0;
        link.lose(bytes);
    }

    /** Bytes, or the end of the stream if there are none. */
    private record Piece(@Nullable ByteBuffer bytes, boolean reset, long arrived) {}
}
