package dev.terrace.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The futures of a cache's operations, as they are. Thread-safe. */
final class AsyncView<K, V extends @Nullable Object> implements AsyncCache<K, V> {

    private final TieredCache<K, V> cache;

    AsyncView(TieredCache<K, V> cache) {
        this.cache = cache;
    }

    @Override
    public CompletableFuture<V> get(K key) {
        return get(key, cache.ownOrigin());
    }

    @Override
    public CompletableFuture<V> get(K key, Loader<? super K, ? extends V> loader) {
        return get(key, new PlainOrigin<>(loader));
    }

    private CompletableFuture<V> get(K key, Origin<K, V> origin) {
        Entry<V> entry = cache.onHeap(key);
        return entry != null
                ? CompletableFuture.completedFuture(entry.value())
                : unwrapped(cache.fetch(key, origin, cache.steps()).thenApply(Entry::value));
    }

    @Override
    public CompletableFuture<Answer<V>> answer(K key, Freshness freshness) {
        return unwrapped(cache.explained(key, freshness, cache.steps()));
    }

    @Override
    public CompletableFuture<Lookup<V>> getIfPresent(K key) {
        Entry<V> entry = cache.onHeap(key);
        return entry != null ? CompletableFuture.completedFuture(entry) : unwrapped(cache.look(key, cache.steps()));
    }

    @Override
    public CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        return unwrapped(cache.fetchAll(keys, cache.steps()));
    }

    @Override
    public CompletableFuture<Warmed> warm(Collection<? extends K> keys, WarmFrom from) {
        return unwrapped(cache.warm(keys, from));
    }

    @Override
    public CompletableFuture<Receipt> put(K key, V value) {
        return unwrapped(cache.replace(key, value));
    }

    @Override
    public CompletableFuture<Boolean> put(K key, V value, Stamp stamp) {
        return unwrapped(cache.store(key, value, stamp));
    }

    @Override
    public CompletableFuture<Receipt> invalidate(K key) {
        return unwrapped(cache.remove(key));
    }

    @Override
    public CompletableFuture<Receipt> invalidateAll() {
        return unwrapped(cache.removeAll());
    }

    @Override
    public CompletableFuture<Explanation> explain(K key) {
        return unwrapped(cache.explain(key, cache.steps()));
    }

    /** The same outcome in a future of the caller's own, with failures as they were thrown. */
    private static <T extends @Nullable Object> CompletableFuture<T> unwrapped(CompletableFuture<T> inner) {
        CompletableFuture<T> outer = new CompletableFuture<>();
        inner.whenComplete((value, failure) -> {
            if (failure == null) {
                outer.complete(value);
            } else {
                outer.completeExceptionally(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
        return outer;
    }
}
