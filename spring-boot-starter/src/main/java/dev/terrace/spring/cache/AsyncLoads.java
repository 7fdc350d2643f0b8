package dev.terrace.spring.cache;

import dev.terrace.cache.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/*
 * A loader of the core answers when it returns; these answer a future, and no thread is to wait for it. So there is one flight per key here
 * as well, by the core's rules: it has a stamp from before its loader was called; who comes later joins it only while the stamp holds, and
 * takes what it brings only if that could be stored, which says that nothing has invalidated it since, by its own dependencies either. Otherwise
 * he loads for himself. A flight that has taken longer than any load may is joined by nobody.
 */
/** Loads of one cache by functions that answer futures. Thread-safe. */
final class AsyncLoads {

    private static final long LONGEST = Duration.ofMinutes(5).toNanos();

    private final NativeCache cache;
    private final ConcurrentHashMap<Object, Flight> flights = new ConcurrentHashMap<>();

    AsyncLoads(NativeCache cache) {
        this.cache = cache;
    }

    /** What a flight has brought, and whether it may answer those who came after it had begun. */
    private record Landing(@Nullable Object value, boolean stored) {}

    private record Flight(Stamp stamp, long began, CompletableFuture<Landing> landing) {}

    <T> CompletableFuture<T> get(
            Object key, Supplier<CompletableFuture<T>> loader, Function<@Nullable Object, List<String>> names) {
        return unwrapped(
                present(key).thenCompose(found -> found != null ? done(found.get()) : flown(key, loader, names)));
    }

    /** The same outcome, with failures as they were thrown. */
    private static <T> CompletableFuture<T> unwrapped(CompletableFuture<T> inner) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        inner.whenComplete((value, failure) -> {
            if (failure == null) {
                outer.complete(value);
            } else {
                outer.completeExceptionally(cause(failure));
            }
        });
        return outer;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Alone: nobody joins what a transaction loads, and it is kept only under a stamp from before that began. */
    <T> CompletableFuture<T> getInside(
            Object key,
            boolean hidden,
            @Nullable Stamp stamp,
            Supplier<CompletableFuture<T>> loader,
            Function<@Nullable Object, List<String>> names) {
        if (hidden) {
            return unwrapped(alone(key, stamp, loader, names));
        }
        return unwrapped(present(key)
                .thenCompose(found -> found != null ? done(found.get()) : alone(key, stamp, loader, names)));
    }

    private CompletableFuture<@Nullable ValueWrapper> present(Object key) {
        return cache.look(key);
    }

    @SuppressWarnings("unchecked") // of the type that its loader returns, as everywhere in Spring's caches
    private static <T> CompletableFuture<T> done(@Nullable Object value) {
        return (CompletableFuture<T>) CompletableFuture.completedFuture(value);
    }

    private <T> CompletableFuture<T> alone(
            Object key,
            @Nullable Stamp stamp,
            Supplier<CompletableFuture<T>> loader,
            Function<@Nullable Object, List<String>> names) {
        long began = cache.nanoTime();
        return called(loader).thenApply(value -> {
            if (stamp != null) {
                cache.loaded(key, value, stamp, names.apply(value), began);
            }
            return value;
        });
    }

    private <T> CompletableFuture<T> flown(
            Object key, Supplier<CompletableFuture<T>> loader, Function<@Nullable Object, List<String>> names) {
        Flight own = new Flight(cache.terrace().stamp(), cache.nanoTime(), new CompletableFuture<>());
        Flight flight = flights.compute(key, (k, other) -> other != null && mayBeJoined(k, other) ? other : own);
        if (flight.equals(own)) {
            depart(key, own, loader, names);
            return landed(own);
        }
        return flight.landing().thenCompose(landing -> landing.stored() ? value(landing) : get(key, loader, names));
    }

    private boolean mayBeJoined(Object key, Flight flight) {
        return cache.nanoTime() - flight.began() < LONGEST && cache.deposits().holds(key, flight.stamp());
    }

    private <T> void depart(
            Object key,
            Flight flight,
            Supplier<CompletableFuture<T>> loader,
            Function<@Nullable Object, List<String>> names) {
        called(loader).whenComplete((value, failure) -> {
            Landing landing = null;
            Throwable thrown = failure;
            if (failure == null) {
                try {
                    landing = new Landing(
                            value, cache.loaded(key, value, flight.stamp(), names.apply(value), flight.began()));
                } catch (Throwable refused) { // whoever waits for the landing must hear of it
                    thrown = refused;
                }
            }
            flights.remove(key, flight);
            if (thrown == null) {
                flight.landing().complete(landing);
            } else {
                flight.landing().completeExceptionally(cause(thrown));
            }
        });
    }

    private static <T> CompletableFuture<T> landed(Flight flight) {
        return flight.landing().thenCompose(AsyncLoads::value);
    }

    @SuppressWarnings("unchecked") // as above
    private static <T> CompletableFuture<T> value(Landing landing) {
        return (CompletableFuture<T>) CompletableFuture.completedFuture(landing.value());
    }

    private static <T> CompletableFuture<T> called(Supplier<CompletableFuture<T>> loader) {
        try {
            CompletableFuture<T> answer = loader.get();
            return answer != null
                    ? answer
                    : CompletableFuture.failedFuture(
                            new IllegalStateException("a loader must not answer null for a future"));
        } catch (Throwable failure) { // into the future, as all
            return CompletableFuture.failedFuture(failure);
        }
    }
}
