package dev.terrace.spring.cache;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Deposits;
import dev.terrace.cache.Stamp;
import dev.terrace.cache.Terrace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * A cache of Terrace as Spring's needs it. Thread-safe.
 *
 * @param allowsNull whether null is a value
 * @param near whether there are no far tiers, so that to look is never to wait
 */
record NativeCache(
        Terrace terrace,
        Cache<Object, @Nullable Object> cache,
        Deposits<Object, @Nullable Object> deposits,
        boolean allowsNull,
        boolean near) {

    NativeCache(Terrace terrace, Cache<Object, @Nullable Object> cache, boolean allowsNull, boolean near) {
        this(terrace, cache, Deposits.into(cache), allowsNull, near);
    }

    long nanoTime() {
        return terrace.host().time().nanoTime();
    }

    /** Looks without blocking. */
    CompletableFuture<@Nullable ValueWrapper> look(Object key) {
        return near
                ? CompletableFuture.completedFuture(TerraceSpringCache.wrapped(cache.getIfPresent(key)))
                : cache.async().getIfPresent(key).thenApply(TerraceSpringCache::wrapped);
    }

    /** Stores what was loaded under a stamp, while that holds. */
    boolean loaded(Object key, @Nullable Object value, Stamp stamp, Iterable<String> names, long began) {
        requireStorable(value);
        return deposits.loaded(key, value, stamp, names, Duration.ofNanos(Math.max(0, nanoTime() - began)));
    }

    void requireStorable(@Nullable Object value) {
        if (value == null && !allowsNull) {
            throw new IllegalArgumentException("Cache '" + cache.name()
                    + "' is configured to not allow null values but null was provided: set unless = \"#result == null\" on the method, or "
                    + "terrace.cache.caches." + cache.name() + ".allow-null-values=true");
        }
    }
}
