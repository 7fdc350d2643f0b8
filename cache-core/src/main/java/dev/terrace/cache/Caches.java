package dev.terrace.cache;

import dev.terrace.cache.internal.log.Renewals;
import dev.terrace.cache.spi.Tier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The caches of a namespace, the far tiers that they use, and their upkeep. Thread-safe. */
final class Caches {

    private static final Logger LOG = LoggerFactory.getLogger(Terrace.class);

    private final Parts parts;
    private final boolean logged;
    private final Listeners listeners;
    private final Map<String, TieredCache<?, ?>> byName = new ConcurrentSkipListMap<>();
    private final List<Consumer<Cache<?, ?>>> told = new CopyOnWriteArrayList<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    /** Guarded by itself. */
    private final Set<Tier> tiers = Collections.newSetFromMap(new IdentityHashMap<>());

    Caches(Parts parts, boolean logged, Listeners listeners) {
        this.parts = parts;
        this.logged = logged;
        this.listeners = listeners;
    }

    /** Whether there is a log by which other processes hear of changes. */
    boolean isLogged() {
        return logged;
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    Collection<Cache<?, ?>> all() {
        return List.copyOf(byName.values());
    }

    /** Opens the tiers that are new here, and takes the cache in; null if the name is taken. */
    <K, V extends @Nullable Object> @Nullable Cache<K, V> add(CacheSpec<K, V> spec) {
        parts.requireOpen();
        synchronized (tiers) {
            for (CacheSpec.FarSpec far : spec.far()) {
                if (!tiers.contains(far.tier())) {
                    far.tier().open(parts.namespace());
                    tiers.add(far.tier());
                }
            }
        }
        TieredCache<K, V> cache = spec.isObserved() ? new Observed<>(spec, parts) : new TieredCache<>(spec, parts);
        boolean added = byName.putIfAbsent(spec.name(), cache) == null;
        if (added) {
            if (cache.heap() instanceof Renewals.Held heap) {
                parts.renewals().add(heap);
            }
            listeners.open(spec.ears());
            told.forEach(consumer -> tell(consumer, cache));
        }
        return added ? cache : null;
    }

    /** Tells of the caches that there are, and of each later one. */
    Runnable onCache(Consumer<? super Cache<?, ?>> consumer) {
        Consumer<Cache<?, ?>> one = consumer::accept; // of its own, to be found again
        told.add(one);
        all().forEach(cache -> tell(one, cache));
        return () -> told.remove(one);
    }

    private static void tell(Consumer<Cache<?, ?>> consumer, Cache<?, ?> cache) {
        try {
            consumer.accept(cache);
        } catch (RuntimeException failure) {
            LOG.warn("Who was to be told of cache '{}' throws; the cache is there all the same", cache.name(), failure);
        }
    }

    /** What tells these observers; null if there are none. */
    <K> @Nullable Observation<K> observation(String cache, List<ReadObserver<? super K>> observers) {
        if (observers.isEmpty()) {
            return null;
        }
        Observation<K> observation = new Observation<>(cache, parts.view(), observers);
        observation.begin();
        return observation;
    }

    Listeners listeners() {
        return listeners;
    }

    /** Pays what far tiers are owed and reclaims a little from the heaps, on another thread. */
    void sweep() {
        if (sweeping.compareAndSet(false, true)) {
            later(() -> {
                try {
                    byName.values().forEach(TieredCache::sweep);
                } finally {
                    sweeping.set(false);
                }
            });
        }
    }

    /** Reclaims a little from the far tiers. */
    void purge() {
        byName.values().forEach(TieredCache::purge);
    }

    void close() {
        byName.values().forEach(TieredCache::close);
        synchronized (tiers) {
            for (Tier tier : tiers) {
                try {
                    tier.close();
                } catch (RuntimeException failure) {
                    LOG.warn("Closing tier {} failed", tier.name(), failure);
                }
            }
            tiers.clear();
        }
        listeners.close();
    }

    private void later(Runnable work) {
        Executor steps = parts.namespace().steps();
        try {
            steps.execute(work);
        } catch (RejectedExecutionException busy) {
            sweeping.set(false);
            LOG.debug("The next sweep is left out, all threads are busy");
        }
    }
}
