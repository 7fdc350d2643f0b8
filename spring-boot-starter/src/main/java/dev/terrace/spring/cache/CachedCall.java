package dev.terrace.spring.cache;

import dev.terrace.cache.Stamp;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheableOperation;

/*
 * Spring's aspect asks a cache, calls the method if nothing was there, and puts what it has returned. To the cache this put looks like any other;
 * but it is a load, which must not be stored if something was invalidated since the method began, must not be announced to others, and must
 * not win over what they have put meanwhile. So each call of a cached method gets caches of its own: this one, over the real one. The aspect
 * resolves caches once per call and operation, and uses the same object to look and to put, on whatever thread that happens. Between the two
 * the object keeps the stamp. No thread-local is needed: nested calls have others, and one that is never finished is garbage.
 *
 * The stamp is taken when the miss is known, which is before the method begins. The caches of one operation share it, in the first of
 * them, since the aspect may ask only some. Without a stamp nothing is stored. Fields are written before the method is called and read after it has
 * returned, which orders them also where a future carries the value to another thread.
 *
 * For @CachePut there is one as well, for the names that the value rests on; its put is a put.
 */
/** A cache, as one call of a cached method sees it. One call's. */
final class CachedCall implements Cache {

    private final TerraceSpringCache cache;
    private final CacheOperationInvocationContext<?> context;
    private final CacheNames names;
    private final CachedCall first;
    private boolean decided;
    private @Nullable Stamp stamp;
    private long began;

    /** Over the first, or only, cache of an operation. */
    CachedCall(TerraceSpringCache cache, CacheOperationInvocationContext<?> context, CacheNames names) {
        this.cache = cache;
        this.context = context;
        this.names = names;
        this.first = this;
    }

    /** Over another one. */
    CachedCall(TerraceSpringCache cache, CachedCall first) {
        this.cache = cache;
        this.context = first.context;
        this.names = first.names;
        this.first = first;
    }

    /** The source is about to be read. */
    private void begin() {
        if (!first.decided) {
            CacheTransaction transaction = cache.transactions().current();
            first.begin(transaction == null ? cache.open().terrace().stamp() : cache.stampOf(transaction));
        }
    }

    private void begin(@Nullable Stamp taken) {
        decided = true;
        stamp = taken;
        began = cache.open().nanoTime();
    }

    private List<String> names(@Nullable Object value) {
        return names.of(context, value);
    }

    @Override
    public String getName() {
        return cache.getName();
    }

    @Override
    public Object getNativeCache() {
        return cache.getNativeCache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        ValueWrapper found;
        try {
            found = cache.get(key);
        } catch (RuntimeException failure) { // whoever handles it may go on as after a miss
            begin();
            throw failure;
        }
        if (found == null) {
            begin();
        }
        return found;
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        return cache.get(key, type);
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        return cache.get(key, valueLoader, this::names);
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        CacheTransaction transaction = cache.transactions().current();
        CompletableFuture<?> found;
        try {
            found = cache.retrieve(key);
        } catch (RuntimeException failure) { // as above
            begin();
            throw failure;
        }
        if (found == null) {
            begin();
            return null;
        }
        if (found.isDone() && !found.isCompletedExceptionally()) {
            return found;
        }
        if (transaction != null && !first.decided) { // it is this thread's, and the answer may come on another
            first.begin(transaction.mayHaveWritten() ? null : transaction.stamp());
        }
        return found.whenComplete((value, failure) -> {
            if (value == null) {
                begin();
            }
        });
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return cache.retrieve(key, valueLoader, this::names);
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        if (!(context.getOperation() instanceof CacheableOperation)) {
            cache.put(key, value, names(value));
            return;
        }
        Stamp taken = first.stamp;
        if (taken != null) {
            cache.loaded(key, value, taken, names(value), first.began);
        }
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        return cache.putIfAbsent(key, value);
    }

    @Override
    public void evict(Object key) {
        cache.evict(key);
    }

    @Override
    public boolean evictIfPresent(Object key) {
        return cache.evictIfPresent(key);
    }

    @Override
    public void clear() {
        cache.clear();
    }

    @Override
    public boolean invalidate() {
        return cache.invalidate();
    }
}
