package dev.terrace.cache.internal.time;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Caffeine hands its upkeep to an executor from whichever thread has filled its buffer of notes, which may be in the middle of a
 * hit. A pool would allocate a node for its queue and more for the thread that waits there; and waking a parked thread is a system
 * call, far dearer than a hit. So a task has a slot of its own, handing it over is one compare-and-set, and the
 * thread comes by: it naps a millisecond between its rounds while there was work lately, and only one that sleeps for good is
 * woken. Meanwhile Caffeine drops the notes of further reads, of which it needs a sample and not all. Writes are notes that it
 * must have, and whoever writes has time: `hasten` ends the nap.
 *
 * A slot holds one task at a time; Caffeine never has two under way for a cache. Should one come while another waits, the fallback
 * takes it. The thread says that it sleeps before it looks into the slots for the last time, and whoever fills a slot looks
 * whether it sleeps afterwards, so one of them sees the other and no task is left behind.
 */
/** One daemon thread for the upkeep of heaps. Thread-safe. */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final long NAP_NANOS = 1_000_000;
    private static final int NAPS_BEFORE_SLEEP = 100;

    private final List<Place> slots = new CopyOnWriteArrayList<>();
    private final Executor fallback;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    /** Starts the thread. */
    public Upkeep(String name, Executor fallback) {
        this.fallback = fallback;
        thread = Workers.daemons(name).newThread(this::run);
        thread.start();
    }

    /** Runs the upkeep of one heap, soon. */
    @FunctionalInterface
    public interface Slot extends Executor {

        /** Has what was handed over run at once; costs more than handing it over. */
        default void hasten() {}
    }

    /** A place for the upkeep of one heap. */
    public Slot slot() {
        Place slot = new Place();
        slots.add(slot);
        return slot;
    }

    /** Ends the thread; what comes later runs on the fallback. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** Whether only a task can wake the thread. */
    boolean isAsleep() {
        return asleep;
    }

    private void run() {
        int naps = 0;
        while (!closed) {
            naps = runPending() ? 0 : naps + 1;
            if (naps < NAPS_BEFORE_SLEEP) {
                LockSupport.parkNanos(this, NAP_NANOS);
            } else {
                sleep();
                naps = 0;
            }
        }
    }

    private void sleep() {
        asleep = true;
        if (!runPending()) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** Whether there was something to do. */
    private boolean runPending() {
        boolean ran = false;
        for (int i = 0; i < slots.size(); i++) {
            ran |= slots.get(i).runPending();
        }
        return ran;
    }

    private final class Place implements Slot {

        private final AtomicReference<@Nullable Runnable> pending = new AtomicReference<>();

        @Override
        public void execute(Runnable task) {
            if (closed || !pending.compareAndSet(null, task)) {
                fallback.execute(task);
            } else if (asleep) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void hasten() {
            if (pending.get() != null) {
                LockSupport.unpark(thread);
            }
        }

        boolean runPending() {
            Runnable task = pending.getAndSet(null);
            if (task == null) {
                return false;
            }
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.error("The upkeep of a heap failed; it goes on", failure);
            }
            return true;
        }
    }
}
