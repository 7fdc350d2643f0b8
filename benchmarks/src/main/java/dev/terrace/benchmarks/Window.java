package dev.terrace.benchmarks;

import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/*
 * A receipt that says QUEUED comes at once, and does not slow its caller down. A caller who went on all the same would fill the
 * node's queue, which then gives up telling names apart; so this one waits until the queue is empty.
 */
/** Invalidations of one thread that does not wait for each, but has so many under way at most. To be used by one thread. */
final class Window {

    private static final int QUEUED_SECONDS = 60;

    private final Terrace terrace;
    private final int size;
    private final Semaphore free;
    private final AtomicLong unlogged = new AtomicLong();
    private final AtomicBoolean queued = new AtomicBoolean();

    Window(Terrace terrace, int size) {
        this.terrace = terrace;
        this.size = size;
        free = new Semaphore(size);
    }

    /** Waits until another invalidation may be made; {@link #sent} is to be told of it. */
    void room() {
        free.acquireUninterruptibly();
        if (queued.getAndSet(false)) {
            awaitQueue();
        }
    }

    /** Counts an invalidation that was just made. */
    void sent(CompletableFuture<Receipt> invalidation) {
        invalidation.whenComplete((receipt, failure) -> {
            if (failure != null || receipt != Receipt.LOGGED) {
                unlogged.incrementAndGet();
                queued.set(true);
            }
            free.release();
        });
    }

    /** Waits for all that were made. */
    void drain() {
        free.acquireUninterruptibly(size);
        free.release(size);
        awaitQueue();
    }

    /**
     * Makes invalidations, and waits for them.
     *
     * @return how many of them the log did not acknowledge in time; it has since
     */
    static long sendAll(
            Terrace terrace, int size, int from, int to, IntFunction<CompletableFuture<Receipt>> invalidation) {
        Window window = new Window(terrace, size);
        for (int i = from; i < to; i++) {
            window.room();
            window.sent(invalidation.apply(i));
        }
        window.drain();
        return window.unlogged();
    }

    /** How many the log did not acknowledge in time. */
    long unlogged() {
        return unlogged.get();
    }

    private void awaitQueue() {
        Clock.await(
                "the end of the queue", QUEUED_SECONDS, () -> terrace.logStats().pending() == 0);
    }
}
