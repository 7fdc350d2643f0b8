package dev.terrace.cache;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * It is made by whoever comes first once there is a place: the executor of whoever opened the flights, or a thread that waits for one of
 * them. `taken` says who; he leaves the bulkhead when it is over.
 */
/** One call of a loader for some flights, yet to be made. Thread-safe. */
final class Call<K, V extends @Nullable Object> extends Bulkhead.Guest {

    private final Bulkhead bulkhead;
    private final List<Flight<K, V>> flights;
    private final Executor executor;
    private final Consumer<List<Flight<K, V>>> load;
    private final BiConsumer<List<Flight<K, V>>, Throwable> fail;
    private final AtomicBoolean taken = new AtomicBoolean();

    /** A call; neither {@code load} nor {@code fail} throws. */
    Call(
            Bulkhead bulkhead,
            List<Flight<K, V>> flights,
            Executor executor,
            Consumer<List<Flight<K, V>>> load,
            BiConsumer<List<Flight<K, V>>, Throwable> fail) {
        this.bulkhead = bulkhead;
        this.flights = flights;
        this.executor = executor;
        this.load = load;
        this.fail = fail;
    }

    /** Lets those who wait for its flights ask for a place. */
    void announce() {
        flights.forEach(flight -> flight.due(this));
    }

    /** Begins it, now or when there is a place; see {@link Bulkhead#request}. */
    boolean request(@Nullable Runnable afterwards) {
        return bulkhead.request(this, afterwards);
    }

    /** Somebody waits for it: a loader, who must not wait for a place, or another. */
    void wanted(boolean byLoader) {
        if (byLoader) {
            bulkhead.hasten(this);
        } else {
            bulkhead.request(this, null);
        }
    }

    @Override
    boolean admitted() {
        flights.forEach(flight -> flight.loadable(this::load));
        try {
            executor.execute(this::load);
        } catch (RejectedExecutionException busy) {
            if (taken.compareAndSet(false, true)) {
                fail.accept(flights, busy);
                return false;
            }
        }
        return true;
    }

    @Override
    void refused(CacheOverloadException overload) {
        fail.accept(flights, overload);
    }

    private void load() {
        if (taken.compareAndSet(false, true)) {
            try {
                load.accept(flights);
            } finally {
                bulkhead.leave(this);
            }
        }
    }
}
