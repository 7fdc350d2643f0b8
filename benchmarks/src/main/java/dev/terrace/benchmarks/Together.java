package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/*
 * However they are started, threads on few processors come one after the other, and most would find what the first has loaded. So the
 * loader answers only when every caller has asked and is seen to wait, or to load as well: then all of them have missed, and the time
 * from there until the last has the value is what the flight itself costs.
 *
 * `asked` counts a caller just before he asks, and between the two nothing makes him wait. So whoever has asked and does not run waits
 * for the flight.
 */
/** Callers who ask at once for one key that nobody has. To be used by one thread. */
final class Together implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NANOS = 20_000;

    /** A cache that loads what it lacks. */
    @FunctionalInterface
    interface Loading {
        Item get(Long key, Function<Long, Item> loader);
    }

    /**
     * What came of it.
     *
     * @param loads how often it was loaded
     * @param nanos from the (first) load's end until the last caller had the value
     */
    record Flown(int loads, long nanos) {}

    private final int callers;
    private final ExecutorService pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Together(int callers) {
        this.callers = callers;
        pool = Executors.newFixedThreadPool(callers, task -> {
            Thread thread = new Thread(task, "caller");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    /** All ask for a key. */
    Flown ask(Loading cache, Long key) {
        Flight flight = new Flight();
        List<Future<Long>> asking = new ArrayList<>(callers);
        for (int i = 0; i < callers; i++) {
            asking.add(pool.submit(() -> flight.ask(cache, key)));
        }
        long last = Long.MIN_VALUE;
        try {
            for (Future<Long> one : asking) {
                last = Math.max(last, one.get() - flight.loaded);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        }
        return new Flown(flight.loads.get(), last);
    }

    /** One key. */
    private final class Flight {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger loads = new AtomicInteger();
        private final Set<Thread> loading = ConcurrentHashMap.newKeySet();
        private volatile long loaded;

        long ask(Loading cache, Long key) {
            asked.incrementAndGet();
            Item item = cache.get(key, this::load);
            long end = System.nanoTime();
            if (item.id() != key) {
                throw new IllegalStateException("another value than that of the key");
            }
            return end;
        }

        private Item load(Long key) {
            int number = loads.incrementAndGet();
            loading.add(Thread.currentThread());
            long deadline = System.nanoTime() + PATIENCE;
            while (!allWait()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the callers have not all come to wait");
                }
                Clock.pause(LOOK_NANOS);
            }
            if (number == 1) {
                loaded = System.nanoTime();
            }
            return new Item(key, "");
        }

        private boolean allWait() {
            return asked.get() == callers
                    && threads.stream()
                            .allMatch(thread -> thread.getState() != Thread.State.RUNNABLE || loading.contains(thread));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
