package dev.terrace.cache;

import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import org.jspecify.annotations.Nullable;

/** Runs the loaders of one cache, each behind a stamp that is taken before it. Thread-safe. */
final class Loads<K, V extends @Nullable Object> {

    private final CacheSpec<K, V> spec;
    private final Stores<K, V> stores;
    private final Parts parts;
    private final View view;
    private final Time time;
    private final CacheCounters counters;
    private final Failures failures;

    Loads(CacheSpec<K, V> spec, Stores<K, V> stores, Parts parts, CacheCounters counters, Failures failures) {
        this.spec = spec;
        this.stores = stores;
        this.parts = parts;
        view = parts.view();
        time = parts.namespace().time();
        this.counters = counters;
        this.failures = failures;
    }

    /** What a load must fail with without asking the loader, since it has failed a short while ago. */
    @Nullable
    Throwable standing(Flight<K, V> flight) {
        return failures.standing(flight.digest());
    }

    Loaded<V> load(Flight<K, V> flight, Loader<? super K, ? extends V> loader) {
        Declarations declarations = new Declarations(spec.name(), spec.fixed());
        long generation = view.generation();
        Position position = view.position();
        flight.stamped(generation);
        long began = time.nanoTime();
        boolean outermost = parts.beginsToLoad();
        Throwable failure = null;
        try {
            V value = allowed(loader.load(flight.key(), declarations));
            Content<V> content = spec.contentOf(flight.key(), value, declarations);
            return new Loaded<>(stores.entry(content, flight.digest(), generation), position, content);
        } catch (RuntimeException | Error unchecked) {
            failure = unchecked;
            throw unchecked;
        } catch (Exception checked) {
            if (checked instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            CacheLoadException failed = failed(checked);
            failure = failed;
            throw failed;
        } finally {
            if (outermost) {
                parts.hasLoaded();
            }
            long nanos = time.nanoTime() - began;
            counters.loaded(failure == null, nanos);
            spec.events().loaded(flight.key(), nanos, failure);
            remember(flight, generation, failure);
        }
    }

    /** What a caller who was interrupted has not loaded says nothing of the source. */
    private void remember(Flight<K, V> flight, long generation, @Nullable Throwable failure) {
        if (failure == null) {
            failures.succeeded(flight.digest());
        } else if (!(failure.getCause() instanceof InterruptedException)) {
            failures.failed(flight.digest(), generation, failure);
        }
    }

    private V allowed(V value) {
        if (value == null && !spec.nullable()) {
            throw new CacheLoadException("the loader of cache '" + spec.name()
                    + "' returned null: declare the cache nullable() if that means 'none', or throw");
        }
        return value;
    }

    private CacheLoadException failed(Exception cause) {
        return new CacheLoadException(
                "the loader of cache '" + spec.name() + "' failed with "
                        + cause.getClass().getName(),
                cause);
    }
}
