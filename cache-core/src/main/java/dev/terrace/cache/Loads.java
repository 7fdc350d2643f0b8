package dev.terrace.cache;

import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the loaders of one cache, each behind a stamp that is taken before it. Thread-safe. */
final class Loads<K, V extends @Nullable Object> {

    private final CacheSpec<K, V> spec;
    private final Stores<K, V> stores;
    private final View view;
    private final Time time;
    private final CacheCounters counters;

    Loads(CacheSpec<K, V> spec, Stores<K, V> stores, Parts parts, CacheCounters counters) {
        this.spec = spec;
        this.stores = stores;
        view = parts.view();
        time = parts.namespace().time();
        this.counters = counters;
    }

    Loaded<V> load(Flight<K, V> flight, Loader<? super K, ? extends V> loader) {
        Declarations declarations = new Declarations(spec.name(), spec.fixed());
        long generation = view.generation();
        Position position = view.position();
        flight.stamped(generation);
        long began = time.nanoTime();
        boolean brought = false;
        try {
            V value = allowed(loader.load(flight.key(), declarations));
            List<String> dependencies = spec.dependenciesOf(flight.key(), value, declarations);
            brought = true;
            return new Loaded<>(stores.entry(value, flight.digest(), dependencies, generation), position, dependencies);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
        } catch (Exception checked) {
            throw failed(checked);
        } finally {
            counters.loaded(brought, time.nanoTime() - began);
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
