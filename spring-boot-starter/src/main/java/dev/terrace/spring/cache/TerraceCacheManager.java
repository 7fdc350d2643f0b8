package dev.terrace.spring.cache;

import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Terrace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.core.ResolvableType;

/*
 * Far tiers hold bytes, so they need a type: the one that is configured, or the one that all cached methods of a cache return. Where there is
 * none, or two, or one that says too little, the cache stays on the heaps, which is slower and never wrong; that is told once, with the
 * property that cures it.
 */
/**
 * Spring's caches on one {@link Terrace}. A cache is made when its name is first asked for, unless {@link #setCacheNames} has fixed the names;
 * each name is a cache of that name in the Terrace.
 *
 * <p>Thread-safe; to be configured before it is used. The Terrace is closed by whoever opened it.
 *
 * @since 0.1.0
 */
public final class TerraceCacheManager implements CacheManager, SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(TerraceCacheManager.class);

    private final Terrace terrace;
    private final Function<String, Blueprint> blueprints;
    private final List<TerraceCacheBuilderCustomizer> customizers;
    private final List<CacheKeyParts> keyParts;
    private final CacheTransactions transactions;
    private final ValueTypes types;
    private final Map<String, TerraceSpringCache> caches = new ConcurrentSkipListMap<>();
    private final Set<Consumer<? super TerraceSpringCache>> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean fixed;

    /**
     * Makes the manager of a namespace.
     *
     * @param terrace where its caches live
     * @param blueprints how the cache of a name is to be made
     * @param customizers applied to each cache in this order, after its blueprint
     * @param keyParts asked in this order for keys that have no form of their own
     * @param transactions what changes of caches wait for
     * @param aspects knows what cached methods return
     */
    public TerraceCacheManager(
            Terrace terrace,
            Function<String, Blueprint> blueprints,
            List<TerraceCacheBuilderCustomizer> customizers,
            List<CacheKeyParts> keyParts,
            CacheTransactions transactions,
            CacheAspects aspects) {
        this.terrace = terrace;
        this.blueprints = blueprints;
        this.customizers = List.copyOf(customizers);
        this.keyParts = List.copyOf(keyParts);
        this.transactions = transactions;
        this.types = aspects.types();
        transactions.opened(terrace);
    }

    /**
     * The namespace of the caches.
     *
     * @return always the same
     */
    public Terrace getTerrace() {
        return terrace;
    }

    /**
     * Fixes the names of the caches: others are not made from now on.
     *
     * @param names the names; null to make caches as they are asked for, which is the default
     * @throws IllegalArgumentException if a name is not 1 to 64 letters, digits, {@code .}, {@code _} or {@code -}
     */
    public void setCacheNames(@Nullable Collection<String> names) {
        if (names == null) {
            fixed = false;
        } else {
            names.forEach(this::cache);
            fixed = true;
        }
    }

    /**
     * Tells of each cache as its name is first asked for, and of those that are there already. For meters of caches that are made late.
     *
     * @param watcher is told on the thread that asks, and must not use the cache
     */
    public void addWatcher(Consumer<? super TerraceSpringCache> watcher) {
        watchers.add(watcher);
        caches.values().forEach(watcher);
    }

    @Override
    public @Nullable Cache getCache(String name) {
        TerraceSpringCache known = caches.get(name);
        return known != null || fixed ? known : cache(name);
    }

    private TerraceSpringCache cache(String name) {
        terrace.cache(name, Object.class, Object.class); // checks the name
        TerraceSpringCache added = new TerraceSpringCache(name, () -> open(name), transactions);
        TerraceSpringCache known = caches.putIfAbsent(name, added);
        if (known != null) {
            return known;
        }
        watchers.forEach(watcher -> watcher.accept(added));
        return added;
    }

    /**
     * Makes the caches whose names are known, unless they are there: those that are configured or were asked for, and those that cached methods
     * name, as far as their beans have been made.
     *
     * @return all caches of this manager, as Terrace has them
     */
    public List<dev.terrace.cache.Cache<Object, @Nullable Object>> openKnown() {
        types.names().forEach(this::getCache);
        return caches.values().stream().map(TerraceSpringCache::getNativeCache).toList();
    }

    @Override
    public Collection<String> getCacheNames() {
        return List.copyOf(caches.keySet());
    }

    @Override
    public void resetCaches() {
        caches.values().forEach(Cache::clear);
    }

    /** Makes the caches whose names are known: all beans with cached methods have been seen, and what is wrong is told at the start. */
    @Override
    public void afterSingletonsInstantiated() {
        caches.values().forEach(TerraceSpringCache::open);
    }

    @SuppressWarnings({"unchecked", "NullAway"
    }) // a builder that was not told of nulls takes none, and is never given one
    private NativeCache open(String name) {
        Blueprint blueprint = blueprints.apply(name);
        CacheBuilder<Object, Object> begun = terrace.cache(name, Object.class, Object.class);
        CacheBuilder<Object, @Nullable Object> builder = blueprint.allowNullValues()
                ? begun.nullable()
                : (CacheBuilder<Object, @Nullable Object>) (CacheBuilder<?, ?>) begun;
        DeclaredType type = blueprint.far().isEmpty() ? null : declaredType(name, blueprint.valueType());
        if (type != null) {
            builder.codec(new DeclaredValues(name, type));
            blueprint.far().forEach(builder::tier);
        }
        if (blueprint.heap() || type == null) {
            builder.heap(heap -> {});
        }
        builder.keyParts(new SpringKeys(name, terrace.isShared(), keyParts)::parts);
        blueprint.settings().accept(builder);
        customizers.forEach(customizer -> customizer.customize(name, builder));
        return new NativeCache(terrace, builder.build(), blueprint.allowNullValues(), type == null);
    }

    private @Nullable DeclaredType declaredType(String name, @Nullable ResolvableType configured) {
        Set<ResolvableType> found = configured == null ? types.of(name) : Set.of(configured);
        String fault = switch (found.size()) {
            case 0 -> "no cached method says of what type its values are";
            case 1 -> DeclaredType.fault(found.iterator().next());
            default -> "its methods return values of different types: " + found;
        };
        if (fault == null) {
            return new DeclaredType(found.iterator().next());
        }
        LOG.warn(
                "Cache '{}' stays on the heap of each instance, since far tiers need the type of its values, and {}. Set "
                        + "terrace.cache.caches.{}.value-type to it, give each type a cache of its own, or say terrace.cache.caches.{}.tiers=heap",
                name,
                fault,
                name,
                name);
        return null;
    }
}
