package dev.terrace.spring.cache;

import dev.terrace.cache.CacheCodecException;
import dev.terrace.cache.Lookup;
import dev.terrace.cache.Stamp;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

/*
 * Called by an application itself, put is a put: an invalidation that other nodes hear of, and a new value. What a cached method has returned
 * after a miss is a load; CachedCall tells the two apart, and calls `loaded`.
 *
 * Inside a transaction (see CacheTransaction) changes wait for the commit, and what it has changed is a miss to itself. What it loads is
 * kept only if it cannot be its own unfinished work: then under the stamp from before it began.
 *
 * The cache behind this one is made when it is first used, not when its name is first heard: by then the methods whose return type says what
 * its values are have been found.
 */
/**
 * A cache of Spring's abstraction on the tiers of a Terrace. {@link #put}, {@link #evict} and {@link #clear} take effect on this node before
 * they return, and reach others without being waited for; none of them blocks. Inside a transaction they take effect after its commit.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class TerraceSpringCache implements Cache {

    private static final Logger LOG = LoggerFactory.getLogger(TerraceCacheManager.class);

    private final String name;
    private final Supplier<NativeCache> maker;
    private final CacheTransactions transactions;
    private final ReentrantLock making = new ReentrantLock();
    private final LongAdder notCached = new LongAdder();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable NativeCache made;
    private volatile @Nullable AsyncLoads asyncLoads;

    TerraceSpringCache(String name, Supplier<NativeCache> maker, CacheTransactions transactions) {
        this.name = name;
        this.maker = maker;
        this.transactions = transactions;
    }

    @Override
    public String getName() {
        return name;
    }

    /**
     * The cache behind this one, to be explained, inspected or watched.
     *
     * @return always the same
     */
    @Override
    public dev.terrace.cache.Cache<Object, @Nullable Object> getNativeCache() {
        return open().cache();
    }

    /**
     * How many values were loaded inside transactions and not cached, for they may have been such a transaction's own unfinished work.
     *
     * @return a count since the start
     */
    public long loadsNotCached() {
        return notCached.sum();
    }

    NativeCache open() {
        NativeCache opened = made;
        return opened != null ? opened : make();
    }

    /** Null while nobody has used it. */
    @Nullable
    NativeCache openedSoFar() {
        return made;
    }

    private NativeCache make() {
        making.lock();
        try {
            NativeCache opened = made;
            if (opened == null) {
                opened = maker.get();
                asyncLoads = new AsyncLoads(opened);
                made = opened;
            }
            return opened;
        } finally {
            making.unlock();
        }
    }

    private static List<String> noNames(@Nullable Object value) {
        return List.of();
    }

    private boolean isHidden(Object key) {
        CacheTransaction transaction = transactions.current();
        return transaction != null && transaction.hides(name, key);
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        NativeCache opened = open();
        return isHidden(key) ? null : wrapped(opened.cache().getIfPresent(key));
    }

    static @Nullable ValueWrapper wrapped(Lookup<@Nullable Object> found) {
        return found.isFound() ? new SimpleValueWrapper(found.orElse(null)) : null;
    }

    @Override
    @SuppressWarnings("unchecked") // checked by isInstance, or asked for nothing
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        ValueWrapper wrapper = get(key);
        Object value = wrapper == null ? null : wrapper.get();
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("Cached value is not of required type [" + type.getName() + "]: it is a "
                    + value.getClass().getName());
        }
        return (T) value;
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        return get(key, valueLoader, TerraceSpringCache::noNames);
    }

    /** One load per key for all who ask, unless it is a transaction's own. */
    @SuppressWarnings("unchecked") // of the type that its loader returns, as everywhere in Spring's caches
    <T> @Nullable T get(Object key, Callable<T> loader, Function<@Nullable Object, List<String>> names) {
        NativeCache opened = open();
        CacheTransaction transaction = transactions.current();
        try {
            if (transaction != null) {
                return (T) getInside(transaction, opened, key, loader, names);
            }
            return (T) opened.cache().get(key, (k, load) -> {
                Object value = called(loader, opened);
                load.dependsOn(names.apply(value));
                return value;
            });
        } catch (LoaderFailure failure) {
            throw new ValueRetrievalException(key, loader, failure.getCause());
        }
    }

    private @Nullable Object getInside(
            CacheTransaction transaction,
            NativeCache opened,
            Object key,
            Callable<?> loader,
            Function<@Nullable Object, List<String>> names) {
        if (!transaction.hides(name, key)) {
            Lookup<@Nullable Object> found = opened.cache().getIfPresent(key);
            if (found.isFound()) {
                return found.orElse(null);
            }
        }
        long began = opened.nanoTime();
        Object value = called(loader, opened);
        Stamp stamp = stampOf(transaction);
        if (stamp != null) {
            opened.loaded(key, value, stamp, names.apply(value), began);
        }
        return value;
    }

    /** What a load inside a transaction may be kept under; null if it may not be kept. */
    @Nullable
    Stamp stampOf(CacheTransaction transaction) {
        Stamp stamp = transaction.mayHaveWritten() ? null : transaction.stamp();
        if (stamp == null) {
            notCached.increment();
            if (told.compareAndSet(false, true)) {
                LOG.info(
                        "A value of cache '{}' was loaded inside a transaction that may write, or that began unseen, and is not cached: it may not be "
                                + "anybody else's yet. Where that is too slow, let the transaction be read-only, or let it begin inside the cached method; "
                                + "terrace.cache.transactions.enabled=false caches whatever is loaded",
                        name);
            }
        }
        return stamp;
    }

    private static @Nullable Object called(Callable<?> loader, NativeCache opened) {
        Object value;
        try {
            value = loader.call();
            opened.requireStorable(value);
        } catch (Exception failure) {
            throw new LoaderFailure(failure);
        }
        return value;
    }

    /** Tells what a loader has thrown from what a cache has. */
    private static final class LoaderFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LoaderFailure(Exception cause) {
            super(null, cause, false, false);
        }
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        NativeCache opened = open();
        if (isHidden(key)) {
            return null;
        }
        CompletableFuture<@Nullable ValueWrapper> found = opened.look(key);
        return found.isDone() && !found.isCompletedExceptionally() && found.join() == null ? null : found;
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return retrieve(key, valueLoader, TerraceSpringCache::noNames);
    }

    <T> CompletableFuture<T> retrieve(
            Object key, Supplier<CompletableFuture<T>> loader, Function<@Nullable Object, List<String>> names) {
        open();
        AsyncLoads loads = asyncLoads;
        if (loads == null) {
            throw new AssertionError("made together with the cache behind this one");
        }
        CacheTransaction transaction = transactions.current();
        if (transaction == null) {
            return loads.get(key, loader, names);
        }
        boolean hidden = transaction.hides(name, key);
        return loads.getInside(key, hidden, stampOf(transaction), loader, names);
    }

    /** A value that a cached call has loaded after it had found none. */
    void loaded(Object key, @Nullable Object value, Stamp stamp, List<String> names, long began) {
        CacheTransaction transaction = transactions.current();
        if (transaction == null || !transaction.mayHaveWritten()) {
            open().loaded(key, value, stamp, names, began);
        }
    }

    CacheTransactions transactions() {
        return transactions;
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        put(key, value, List.of());
    }

    void put(Object key, @Nullable Object value, List<String> names) {
        NativeCache opened = open();
        opened.requireStorable(value);
        change(key, () -> putNow(opened, key, value, names), () -> forget(opened, key));
    }

    /** What cannot be stored takes the old value with it. */
    private static void putNow(NativeCache opened, Object key, @Nullable Object value, List<String> names) {
        try {
            opened.deposits().put(key, value, names);
        } catch (CacheCodecException unwritable) {
            forget(opened, key);
            throw unwritable;
        }
    }

    private static void forget(NativeCache opened, Object key) {
        opened.cache().async().invalidate(key);
    }

    private void change(@Nullable Object key, Runnable now, Runnable unknown) {
        CacheTransaction transaction = transactions.current();
        if (transaction == null) {
            now.run();
        } else {
            NativeCache opened = open();
            transaction.afterCommit(new CacheTransaction.Effect(name, key, now, unknown, () -> clearNow(opened)));
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>One of several who do this at a time stores its value, in this process, and among processes that share a far tier. Inside a
     * transaction it is stored after the commit if there is none by then.
     */
    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        NativeCache opened = open();
        opened.requireStorable(value);
        CacheTransaction transaction = transactions.current();
        if (transaction != null) {
            ValueWrapper there = get(key);
            if (there == null) {
                change(key, () -> firstOf(opened, key, value), () -> forget(opened, key));
            }
            return there;
        }
        return firstOf(opened, key, value);
    }

    private static @Nullable ValueWrapper firstOf(NativeCache opened, Object key, @Nullable Object value) {
        AtomicBoolean first = new AtomicBoolean();
        Object there = opened.cache().get(key, (k, load) -> {
            first.set(true);
            return value;
        });
        return first.get() ? null : new SimpleValueWrapper(there);
    }

    @Override
    public void evict(Object key) {
        NativeCache opened = open();
        change(key, () -> forget(opened, key), () -> forget(opened, key));
    }

    /**
     * {@inheritDoc}
     *
     * <p>At once, also inside a transaction, and then again after its commit: what others load meanwhile is not what it writes. Blocks until
     * the log has answered.
     */
    @Override
    public boolean evictIfPresent(Object key) {
        NativeCache opened = open();
        boolean there = opened.cache().getIfPresent(key).isFound();
        opened.cache().invalidate(key);
        if (transactions.current() != null) {
            evict(key);
        }
        return there;
    }

    @Override
    public void clear() {
        NativeCache opened = open();
        change(null, () -> clearNow(opened), () -> clearNow(opened));
    }

    private static void clearNow(NativeCache opened) {
        opened.cache().async().invalidateAll();
    }

    /**
     * {@inheritDoc}
     *
     * <p>As {@link #evictIfPresent}. What it answers is about the heap of this node.
     */
    @Override
    public boolean invalidate() {
        NativeCache opened = open();
        boolean there = opened.cache().stats().heapSize() > 0;
        opened.cache().invalidateAll();
        if (transactions.current() != null) {
            clear();
        }
        return there;
    }

    @Override
    public String toString() {
        return "TerraceSpringCache[" + name + "]";
    }
}
