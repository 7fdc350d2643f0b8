package dev.terrace.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/*
 * The faults of one direction, for all connections together. All but the two counters is touched by the proxy's thread only.
 *
 * Bandwidth is paced by a moment `freeAt` before which nothing more may be written; each write moves it on by what its bytes
 * cost. A writer that comes late by up to CATCH_UP may make up for it, so that the granularity of timers (1 ms) does not add up.
 * Writes are cut into slices of a hundredth of a second.
 */
/** What is wrong with one direction of a proxy. */
final class ProxyLink {

    private static final long SECOND = 1_000_000_000L;
    private static final long CATCH_UP = SECOND / 50;

    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private long latency;
    private long bytesPerSecond = Long.MAX_VALUE;
    private long freeAt;
    private long bytesUntilCut = Long.MAX_VALUE;
    private boolean swallowing;
    private boolean stalled;

    void latency(long nanos) {
        latency = nanos;
    }

    void bandwidth(long limit) {
        bytesPerSecond = limit;
        freeAt = System.nanoTime();
    }

    void swallow() {
        swallowing = true;
    }

    void stall() {
        stalled = true;
    }

    void cutAfter(long bytes) {
        bytesUntilCut = bytes;
    }

    void heal() {
        latency = 0;
        bytesPerSecond = Long.MAX_VALUE;
        bytesUntilCut = Long.MAX_VALUE;
        swallowing = false;
        stalled = false;
    }

    boolean isSwallowing() {
        return swallowing;
    }

    boolean isStalled() {
        return stalled;
    }

    /** True when the next byte is the one that is lost with its connection; disarms the fault. */
    boolean takeCut() {
        if (bytesUntilCut > 0) {
            return false;
        }
        bytesUntilCut = Long.MAX_VALUE;
        return true;
    }

    /** Nanoseconds until something that arrived then may be delivered; not positive if it may be now. */
    long wait(long arrived, long now) {
        long late = arrived + latency - now;
        return bytesPerSecond == Long.MAX_VALUE ? late : Math.max(late, freeAt - now);
    }

    /** Writes as much as the limits and the socket allow; 0 if the socket does not take anything. */
    int write(SocketChannel sink, ByteBuffer bytes, long now) throws IOException {
        long slice = bytesPerSecond == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(1, bytesPerSecond / 100);
        int end = bytes.limit();
        int wanted = (int) Math.min(bytes.remaining(), Math.min(slice, bytesUntilCut));
        bytes.limit(bytes.position() + wanted);
        int written = 0;
        // Counted before: whoever has received bytes finds them counted.
        delivered.addAndGet(wanted);
        try {
            written = sink.write(bytes);
        } finally {
            delivered.addAndGet(written - wanted);
            bytes.limit(end);
        }
        if (bytesUntilCut != Long.MAX_VALUE) {
            bytesUntilCut -= written;
        }
        if (bytesPerSecond != Long.MAX_VALUE) {
            long from = freeAt - now < -CATCH_UP ? now - CATCH_UP : freeAt;
            freeAt = from + (long) ((double) written * SECOND / bytesPerSecond);
        }
        return written;
    }

    void lose(long bytes) {
        lost.addAndGet(bytes);
    }

    long delivered() {
        return delivered.get();
    }

    long lost() {
        return lost.get();
    }
}
