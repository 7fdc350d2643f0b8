package dev.terrace.cache;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs the loaders of one cache, each behind a stamp that is taken before it. Thread-safe. */
final class Loads<K, V extends @Nullable Object> {

    private final CacheSpec<K, V> spec;
    private final Stores<K, V> stores;
    private final Parts parts;
    private final Time time;
    private final CacheCounters counters;
    private final Failures failures;
    private final Duration timeout;
    /** In the order in which they began, so that histories can be lived again. */
    private final ConcurrentSkipListMap<Long, Run<K, V>> underWay = new ConcurrentSkipListMap<>();

    private final AtomicLong runs = new AtomicLong();

    Loads(CacheSpec<K, V> spec, Stores<K, V> stores, Parts parts, CacheCounters counters, Failures failures) {
        this.spec = spec;
        this.stores = stores;
        this.parts = parts;
        time = parts.namespace().time();
        this.counters = counters;
        this.failures = failures;
        timeout = spec.origins().settings().timeout();
    }

    /** How long a load has taken on average; 0 if there was none. */
    long usualNanos() {
        return counters.usualLoadNanos();
    }

    /** What a load must fail with without asking the loader, since it has failed a short while ago. */
    @Nullable
    Throwable standing(Flight<K, V> flight) {
        return failures.standing(flight.digest());
    }

    /** Calls the loader, once. What it throws is what its flights have failed with. */
    Run<K, V> load(List<Flight<K, V>> flights, Origin<K, V> origin) {
        Run<K, V> run = new Run<>(spec, stores, parts, flights, time.nanoTime());
        Long number = runs.incrementAndGet();
        underWay.put(number, run);
        boolean outermost = parts.beginsToLoad();
        boolean answered = false;
        boolean givenUp;
        Throwable thrown = null;
        CallObserver.Watch watch =
                parts.watching().begin(CallObserver.Operation.LOAD, spec.name(), CallObserver.LOADER, flights.size());
        try {
            origin.ask(run);
            answered = true;
        } catch (Throwable failure) { // loaders may throw anything, and their callers get it
            thrown = failure;
            run.failed(unchecked(failure));
        } finally {
            watch.left();
            watch.ended(thrown);
            if (outermost) {
                parts.hasLoaded();
            }
            givenUp = underWay.remove(number) == null;
        }
        long nanos = run.age(time.nanoTime());
        counters.loaded(answered, nanos);
        for (int i = 0; i < run.size(); i++) {
            spec.events().loaded(run.key(i), nanos, run.failure(i));
        }
        if (!givenUp) {
            remember(run);
        }
        return run;
    }

    /** Gives up the loads that have taken too long, and tells of each; what they bring after all is kept by nobody. */
    void giveUp(BiConsumer<Flight<K, V>, Throwable> fail) {
        long now = time.nanoTime();
        for (Map.Entry<Long, Run<K, V>> one : underWay.entrySet()) {
            Run<K, V> run = one.getValue();
            if (run.age(now) >= timeout.toNanos() && underWay.remove(one.getKey(), run)) {
                CacheTimeoutException late = new CacheTimeoutException(
                        "a load of cache '" + spec.name()
                                + "' has not ended within " + timeout.toMillis()
                                + " ms: let the loader have time-outs of its own, or raise loads(settings -> settings.timeout(...))");
                run.flights().forEach(flight -> {
                    failures.failed(flight.digest(), run.generation(), late);
                    fail.accept(flight, late);
                });
            }
        }
    }

    /** What a caller who was interrupted has not loaded says nothing of the source. */
    private void remember(Run<K, V> run) {
        for (int i = 0; i < run.size(); i++) {
            Throwable failure = run.failure(i);
            if (failure == null) {
                failures.succeeded(run.flight(i).digest());
            } else if (!(failure.getCause() instanceof InterruptedException)) {
                failures.failed(run.flight(i).digest(), run.generation(), failure);
            }
        }
    }

    private Throwable unchecked(Throwable failure) {
        if (failure instanceof RuntimeException || failure instanceof Error) {
            return failure;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new CacheLoadException(
                "the loader of cache '" + spec.name() + "' failed with "
                        + failure.getClass().getName(),
                failure);
    }
}
