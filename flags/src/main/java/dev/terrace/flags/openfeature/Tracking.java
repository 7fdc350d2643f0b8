package dev.terrace.flags.openfeature;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/*
 * Tracked events on their way to whoever wants them. Whoever tracks leaves an event in a bounded queue, or counts it as
 * lost where that is full, and never waits. "busy" is true from when a run is given to the user's executor until it has emptied the
 * queue; whoever sets it starts the run. A run clears it when it has found the queue empty and looks once more afterwards: an
 * event that came in between finds either busy cleared, and starts a run, or is found by that look. The receiver is called under this
 * object's lock, by a run or by the flush at the end, which does not rely on an executor that may be gone.
 */
/** Thread-safe. */
final class Tracking {

    static final int ROOM = 1_024;

    private final BlockingQueue<TrackedEvent> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final LongAdder lost = new LongAdder();
    private final Executor executor;
    private final Consumer<? super TrackedEvent> receiver;

    Tracking(Executor executor, Consumer<? super TrackedEvent> receiver) {
        this.executor = executor;
        this.receiver = receiver;
    }

    void add(TrackedEvent event) {
        if (!waiting.offer(event)) {
            lost.increment();
        }
        start();
    }

    /** Events that found no room, that the receiver refused, or that were left when everything ended. */
    long lost() {
        return lost.sum();
    }

    /** Hands over what waits, on this thread. */
    synchronized void flush() {
        for (TrackedEvent event = waiting.poll(); event != null; event = waiting.poll()) {
            hand(event);
        }
    }

    private void start() {
        if (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
            try {
                executor.execute(this::run);
            } catch (RuntimeException e) {
                busy.set(false); // refused; the next event tries again, and a flush does
            }
        }
    }

    private void run() {
        do {
            try {
                flush();
            } finally {
                busy.set(false);
            }
        } while (!waiting.isEmpty() && busy.compareAndSet(false, true));
    }

    private void hand(TrackedEvent event) {
        try {
            receiver.accept(event);
        } catch (RuntimeException e) {
            lost.increment();
        }
    }
}
