package dev.terrace.cache.warm;

import dev.terrace.cache.CacheException;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.WarmFrom;
import dev.terrace.cache.Warmed;
import dev.terrace.cache.spi.KeySource;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One task at a time reads the source, sends batches and says how it goes: `turns` counts those who want it to run, and whoever raises it from
 * nothing hands it to a thread; so nothing else needs a lock. It never waits: when as many batches are under way as are allowed it ends, and a batch
 * that comes back wants it again; when it is too early for the next keys, a timer does.
 *
 * The first of a source matters most, and comes to the heap first; a heap gives up first what came first. So at the end the heap is told of the keys
 * again, in the opposite order, as if they had been used: it then gives up the last of the source first, and has a count of each that a newcomer must beat.
 *
 * A source is opened, read and closed by that task alone. Cancelling is a flag that it sees before the next keys; what is under way lands. The
 * run is over when the source is closed and all batches are back.
 */
/**
 * One run of a {@link Warming}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class WarmRun {

    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final long TOLD_EVERY_NANOS = Duration.ofMillis(100).toNanos();
    /** So many batches of which every key fails, one after the other, and the source of the values is taken for dead. */
    private static final int HOPELESS = 3;

    private static final long MOST_FAVOURED = 1_000_000;

    /** What differs by the type of the keys; called by the run's task alone. */
    interface Work {

        /** The next batch, of so many keys at most; null if there is none. Null is also an answer before the source is open. */
        @Nullable
        CompletableFuture<Warmed> next(int most) throws Exception;

        /** How many keys the last batch had. */
        int sent();

        /** Lets the heap know which of what was brought matters most. */
        void favour();

        long total();

        void open() throws Exception;

        void close() throws Exception;
    }

    private final WarmingBuilder<?> settings;
    private final String cache;
    private final Time time;
    private final Work work;
    private final Room room;
    private final long began;
    private final AtomicInteger turns = new AtomicInteger();
    private final CompletableFuture<WarmProgress> end = new CompletableFuture<>();
    private volatile boolean cancelled;
    private volatile WarmProgress shown;

    // All below is the task's own, except what `this` guards: sum, underWay, batches, hopeless.
    private final WarmProgress.Sum sum = new WarmProgress.Sum();
    private int underWay;
    private int batches;
    private int hopeless;
    private @Nullable Throwable dead;
    private boolean opened;
    private long total = KeySource.UNKNOWN;
    private WarmState ending = WarmState.RUNNING;
    private @Nullable Throwable failure;
    private long dueNanos;
    private long toldNanos;
    private boolean complained;

    WarmRun(WarmingBuilder<?> settings, Work work) {
        this.settings = settings;
        this.work = work;
        cache = settings.cache.name();
        time = settings.host.time();
        room = new Room(settings.cache, settings.whenFull);
        began = time.nanoTime();
        dueNanos = began;
        toldNanos = began - TOLD_EVERY_NANOS;
        shown = sum.progress(cache, WarmState.RUNNING, KeySource.UNKNOWN, Duration.ZERO, null);
    }

    /** The work of keys of one type. */
    static <K> Work work(WarmingBuilder<K> settings, Callable<? extends KeySource<K>> sources) {
        return new Work() {
            private @Nullable KeySource<K> source;
            private final List<K> brought = new ArrayList<>();
            private int sent;

            @Override
            public void open() throws Exception {
                source = sources.call();
            }

            @Override
            public @Nullable CompletableFuture<Warmed> next(int most) throws Exception {
                KeySource<K> open = source;
                List<K> keys = open == null ? List.of() : open.next(most);
                sent = keys.size();
                if (keys.isEmpty()) {
                    return null;
                }
                HeapControl<K> heap = settings.cache.heap();
                if (heap != null && brought.size() < Math.min(heap.maximum(), MOST_FAVOURED)) {
                    brought.addAll(keys);
                }
                return settings.cache.async().warm(keys, settings.from);
            }

            @Override
            public void favour() {
                HeapControl<K> heap = settings.cache.heap();
                if (heap != null) {
                    Collections.reverse(brought);
                    heap.favour(brought);
                }
            }

            @Override
            public int sent() {
                return sent;
            }

            @Override
            public long total() {
                return source == null ? KeySource.UNKNOWN : source.total();
            }

            @Override
            public void close() {
                if (source != null) {
                    source.close();
                }
            }
        };
    }

    /**
     * How far it has come.
     *
     * @return at the end of the last batch
     */
    public WarmProgress progress() {
        return shown;
    }

    /**
     * How it ends.
     *
     * @return done when the run is over; it never fails. Dependents must be short
     */
    public CompletableFuture<WarmProgress> end() {
        return end.copy();
    }

    /**
     * Waits for the end. When the time is over the run goes on; {@link #cancel} ends it.
     *
     * @param limit how long at most
     * @return how far it has come by then
     * @throws InterruptedException if the thread is interrupted meanwhile; the run goes on
     */
    public WarmProgress await(Duration limit) throws InterruptedException {
        try {
            return end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException later) {
            return shown;
        } catch (ExecutionException e) {
            throw new AssertionError("a run never fails, it says so", e);
        }
    }

    /**
     * Ends it soon: no more keys are asked for. To be called before the Terrace is closed, which otherwise leaves the run where it is.
     * Idempotent.
     */
    public void cancel() {
        cancelled = true;
        want();
    }

    /** Lets the task run, now or once more. */
    void want() {
        if (turns.getAndIncrement() == 0) {
            hand();
        }
    }

    private void hand() {
        try {
            settings.host.executor().execute(this::run);
        } catch (RejectedExecutionException busy) {
            if (isOpen()) {
                time.schedule(BUSY, this::hand);
            } else {
                endWithoutThreads();
            }
        }
    }

    /** A namespace that was closed refuses tasks as one does whose threads are all busy, and its timers are silent. */
    private boolean isOpen() {
        try {
            settings.cache.async().warm(List.of(), WarmFrom.FAR_TIERS);
            return true;
        } catch (IllegalStateException closed) {
            return false;
        } catch (CacheException cutOff) {
            return true;
        }
    }

    private void run() {
        int seen;
        do {
            seen = turns.get();
            step();
        } while (!turns.compareAndSet(seen, 0));
    }

    private void endWithoutThreads() {
        if (ending == WarmState.RUNNING) {
            ends(WarmState.CANCELLED, null);
        }
        if (!end.isDone()) {
            conclude();
        }
    }

    private void step() {
        if (end.isDone()) {
            return;
        }
        try {
            boolean goesOn = true;
            while (goesOn && ending == WarmState.RUNNING) {
                goesOn = mayGoOn() && send();
            }
        } catch (Exception broken) { // a source may fail in any way
            ends(WarmState.FAILED, broken);
        }
        tell(false);
        if (ending != WarmState.RUNNING && isBack()) {
            conclude();
        }
    }

    private synchronized boolean isBack() {
        return underWay == 0;
    }

    private synchronized boolean hasPlace() {
        return batches < settings.concurrentBatches;
    }

    /** Whether another batch may be sent now; if not, it ends, or somebody will want it again. */
    private boolean mayGoOn() {
        if (cancelled) {
            ends(WarmState.CANCELLED, null);
            return false;
        }
        Throwable why = deadLoads();
        if (why != null) {
            ends(WarmState.FAILED, why);
            return false;
        }
        if (!hasPlace()) {
            return false;
        }
        long early = dueNanos - time.nanoTime();
        if (early > 0) {
            time.schedule(Duration.ofNanos(early), this::want);
            return false;
        }
        return true;
    }

    private synchronized @Nullable Throwable deadLoads() {
        return hopeless >= HOPELESS ? dead : null;
    }

    private synchronized boolean bringsAnything() {
        return sum.brings();
    }

    private synchronized int underWay() {
        return underWay;
    }

    /** Sends a batch; false if nothing more is to be sent before somebody wants it again. */
    private boolean send() throws Exception {
        int flying = underWay();
        long left = room.left(flying);
        if (left <= 0) {
            if (flying == 0) {
                ends(WarmState.FULL, null);
            }
            return false; // what is under way may turn out to be lighter, or may not come
        }
        if (!opened) {
            opened = true;
            work.open();
            total = work.total();
        }
        CompletableFuture<Warmed> batch = work.next((int) Math.min(settings.batch, left));
        if (batch == null) {
            ends(WarmState.DONE, null);
            return false;
        }
        sent(batch, work.sent());
        return true;
    }

    private void sent(CompletableFuture<Warmed> batch, int keys) {
        long now = time.nanoTime();
        long from = dueNanos - now < 0 ? now : dueNanos;
        dueNanos = from + keys * 1_000_000_000L / settings.keysPerSecond;
        synchronized (this) {
            underWay += keys;
            batches++;
        }
        batch.whenComplete((warmed, failed) -> back(keys, warmed, failed));
    }

    private void back(int keys, @Nullable Warmed warmed, @Nullable Throwable failed) {
        synchronized (this) {
            underWay -= keys;
            batches--;
            if (warmed != null) {
                sum.add(warmed);
                hopeless = warmed.failed() == warmed.keys() ? hopeless + 1 : 0;
                dead = warmed.failure();
            } else if (failed != null) {
                Throwable why =
                        failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
                sum.failed(keys, why);
                hopeless++;
                dead = why;
            }
        }
        want();
    }

    /** No more keys are asked for. */
    private void ends(WarmState state, @Nullable Throwable why) {
        ending = state;
        failure = why;
        if (opened) {
            try {
                work.close();
            } catch (Exception broken) { // what it was opened for is over
                LOG.warn("Closing a source of keys of cache '{}' failed", cache, broken);
            }
        }
        if (why != null) {
            LOG.warn("Warming cache '{}' has ended early; what is warm stays", cache, why);
        }
    }

    private void conclude() {
        if (bringsAnything()) {
            work.favour();
        }
        tell(true);
        end.complete(shown);
    }

    private void tell(boolean last) {
        long now = time.nanoTime();
        WarmProgress progress;
        synchronized (this) {
            progress = sum.progress(
                    cache, last ? ending : WarmState.RUNNING, total, Duration.ofNanos(now - began), failure);
        }
        shown = progress;
        if (!last && now - toldNanos < TOLD_EVERY_NANOS) {
            return;
        }
        toldNanos = now;
        try {
            settings.listener.accept(progress);
        } catch (RuntimeException thrown) { // the user's
            if (!complained) {
                complained = true;
                LOG.warn("A listener of warming cache '{}' throws; this is said once", cache, thrown);
            }
        }
    }
}
