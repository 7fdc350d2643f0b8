package dev.terrace.flags.source;

import dev.terrace.flags.internal.time.OneThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells events to the log and to listeners, on a thread of its own. Thread-safe. */
final class Teller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlagFeed.class);
    private static final int MOST_WAITING = 1_000;

    private final List<SourceListener> listeners;
    private final OneThread thread = new OneThread("terrace-flags-events", MOST_WAITING);
    private final LongAdder dropped = new LongAdder();
    /** Of the thread alone. */
    private boolean hasFailed;

    Teller(List<SourceListener> listeners) {
        this.listeners = new CopyOnWriteArrayList<>(listeners);
    }

    void add(SourceListener listener) {
        listeners.add(listener);
    }

    void remove(SourceListener listener) {
        listeners.remove(listener);
    }

    void tell(SourceEvent event) {
        try {
            thread.execute(() -> deliver(event));
        } catch (RejectedExecutionException full) {
            dropped.increment();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    /** What waits is still told. */
    @Override
    public void close() {
        thread.close();
    }

    private void deliver(SourceEvent event) {
        if (event instanceof SourceEvent.Loaded
                || event instanceof SourceEvent.Standby
                || event instanceof SourceEvent.Arrived) {
            LOG.info("{}", event);
        } else {
            LOG.warn("{}", event);
        }
        for (SourceListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException failure) {
                failed(failure);
            }
        }
    }

    private void failed(RuntimeException failure) {
        if (!hasFailed) {
            hasFailed = true;
            LOG.error("A listener of flag sources failed; it is told further events, and this is said once", failure);
        }
    }
}
