package dev.terrace.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Whoever has something to tell may be in the middle of a hit: it takes no lock, waits for nobody and wakes no thread by itself. It counts
 * a place (`taken`), leaves the event in the queue and, where nobody is about to empty that, hands over a task. That goes through a waker, the
 * namespace's upkeep, where handing over is one compare-and-set, and from there to the listener's own thread.
 *
 * `awake` is set by who hands over and reset by the listener's thread when it has found the queue empty, which it then looks at once more. So one
 * of the two sees the other's event. A place is given back when its event leaves the queue, so an event that has one is never refused by the queue,
 * and no more than `maximum` wait.
 *
 * A full mailbox drops what comes. To drop the oldest instead, those who tell would have to contend with the one who reads; and what an
 * incident began with says more of its cause than what it ended with.
 *
 * No lock. `awake`, `taken` and `closed` are written by anybody; the queue is emptied by one thread at a time.
 */
/** The events that wait for one listener. Thread-safe. */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(CacheListener.class);

    /** Who hands over and who then runs it. */
    record Threads(Executor waker, Executor own) {}

    private final String cache;
    private final CacheListener listener;
    private final ListenerSettings settings;
    private final int maximum;
    private final ConcurrentLinkedQueue<CacheEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final LongAdder told = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean dropSeen = new AtomicBoolean();
    private final AtomicBoolean failureSeen = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> emptied = new CompletableFuture<>();
    private volatile @Nullable Threads threads;
    private volatile boolean closed;

    Mailbox(String cache, CacheListener listener, ListenerSettings settings) {
        this.cache = cache;
        this.listener = listener;
        this.settings = settings;
        maximum = settings.maximumWaiting();
    }

    boolean wants(EventKind kind) {
        return settings.kinds().contains(kind);
    }

    /** Events are told from now on; those of before are dropped. */
    void open(Threads with) {
        threads = with;
    }

    /** Leaves an event here, or drops it. Never blocks, never throws. */
    void add(CacheEvent event) {
        Threads with = threads;
        if (closed || with == null) {
            dropped.increment();
            return;
        }
        if (taken.incrementAndGet() > maximum) {
            taken.decrementAndGet();
            drop();
            return;
        }
        queue.add(event);
        wake(with);
    }

    private void drop() {
        dropped.increment();
        if (!dropSeen.get() && dropSeen.compareAndSet(false, true)) {
            LOG.warn(
                    "Listener {} of {} is slower than what it is told: {} events wait already, and what comes is dropped and counted. Let it "
                            + "hand its work to threads of your own, ask for fewer kinds(...), or raise maximumWaiting(...)",
                    listener.getClass().getName(),
                    whose(),
                    maximum);
        }
    }

    private void wake(Threads with) {
        if (awake.get() || !awake.compareAndSet(false, true)) {
            return;
        }
        try {
            with.waker().execute(() -> ownThread(with));
        } catch (RejectedExecutionException ended) {
            rejected();
        }
    }

    private void ownThread(Threads with) {
        try {
            with.own().execute(() -> empty(with));
        } catch (RejectedExecutionException busy) {
            rejected();
        }
    }

    /** No thread is free or left; the next event tries again. */
    private void rejected() {
        awake.set(false);
        ifEmptied();
    }

    private void empty(Threads with) {
        for (CacheEvent event = queue.poll(); event != null; event = queue.poll()) {
            taken.decrementAndGet();
            tell(event);
        }
        awake.set(false);
        if (!queue.isEmpty()) {
            wake(with);
        }
        ifEmptied();
    }

    private void tell(CacheEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable failure) { // it may throw anything, and nobody else is to suffer from it
            failed.increment();
            if (failureSeen.compareAndSet(false, true)) {
                LOG.warn(
                        "Listener {} of {} has thrown at {}; it is told further events, and further failures are counted, not logged. Let it "
                                + "catch what it can throw",
                        listener.getClass().getName(),
                        whose(),
                        event,
                        failure);
            }
        } finally {
            told.increment();
        }
    }

    private String whose() {
        return cache.isEmpty() ? "the Terrace" : "cache '" + cache + "'";
    }

    /** Takes nothing more; completes when what waits has been told. */
    CompletableFuture<@Nullable Void> close() {
        closed = true;
        ifEmptied();
        return emptied;
    }

    private void ifEmptied() {
        if (closed && !awake.get() && queue.isEmpty()) {
            emptied.complete(null);
        }
    }

    /** Drops what still waits. */
    void abandon() {
        int left = 0;
        while (queue.poll() != null) {
            taken.decrementAndGet();
            left++;
        }
        dropped.add(left);
        if (left > 0) {
            LOG.warn(
                    "Listener {} of {} was not told {} events that waited when the Terrace was closed",
                    listener.getClass().getName(),
                    whose(),
                    left);
        }
    }

    ListenerStats stats() {
        return new ListenerStats(
                listener.getClass().getName(),
                cache,
                told.sum(),
                failed.sum(),
                dropped.sum(),
                Math.min(taken.get(), maximum));
    }
}
