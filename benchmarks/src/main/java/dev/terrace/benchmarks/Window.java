package dev.terrace.benchmarks;

import dev.terrace.cache.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Invalidations of one thread that does not wait for each: so many are under way at once. Thread-safe. */
final class Window {

    /** Far below what a node queues before it gives up telling names apart. */
    static final int SIZE = 2_000;

    private final Semaphore free = new Semaphore(SIZE);
    private final AtomicLong unlogged = new AtomicLong();

    /** Makes one invalidation, once there is room for it. */
    void send(CompletableFuture<Receipt> invalidation) {
        invalidation.whenComplete((receipt, failure) -> {
            if (failure != null || receipt != Receipt.LOGGED) {
                unlogged.incrementAndGet();
            }
            free.release();
        });
    }

    /** Waits until another one may be sent. */
    void room() {
        free.acquireUninterruptibly();
    }

    /** Waits for all that were sent. */
    void drain() {
        free.acquireUninterruptibly(SIZE);
        free.release(SIZE);
    }

    /**
     * Makes invalidations, and waits for them.
     *
     * @return how many of them the log has not acknowledged
     */
    static long sendAll(int from, int to, IntFunction<CompletableFuture<Receipt>> invalidation) {
        Window window = new Window();
        for (int i = from; i < to; i++) {
            window.room();
            window.send(invalidation.apply(i));
        }
        window.drain();
        return window.unlogged();
    }

    /** How many the log has not acknowledged in time. */
    long unlogged() {
        return unlogged.get();
    }
}
