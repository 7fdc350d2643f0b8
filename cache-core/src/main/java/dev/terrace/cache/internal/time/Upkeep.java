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
 * Caffeine hands its upkeep to an executor from whichever thread has filled its buffer, which may be in the middle of a hit. A pool
 * would allocate a node for its queue and more for the thread that waits there. Here a task has a slot of its own, and handing it
 * over is one compare-and-set and an unpark: nothing is allocated.
 *
 * A slot holds one task at a time; Caffeine never has two under way for a cache. Should one come while another waits, the fallback
 * takes it. The thread parks only after a round in which it found all slots empty, and an unpark that comes before the park makes
 * it return at once, so no task is left behind.
 */
/** One daemon thread for the upkeep of heaps. Thread-safe. */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final Executor fallback;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts the thread. */
    public Upkeep(String name, Executor fallback) {
        this.fallback = fallback;
        thread = Workers.daemons(name).newThread(this::run);
        thread.start();
    }

    /** An executor for one heap. */
    public Executor slot() {
        Slot slot = new Slot();
        slots.add(slot);
        return slot;
    }

    /** Ends the thread; what comes later runs on the fallback. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            boolean idle = true;
            for (int i = 0; i < slots.size(); i++) {
                idle &= !slots.get(i).runPending();
            }
            if (idle) {
                LockSupport.park(this);
            }
        }
    }

    private final class Slot implements Executor {

        private final AtomicReference<@Nullable Runnable> pending = new AtomicReference<>();

        @Override
        public void execute(Runnable task) {
            if (closed || !pending.compareAndSet(null, task)) {
                fallback.execute(task);
            } else {
                LockSupport.unpark(thread);
            }
        }

        /** Whether there was something to do. */
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
