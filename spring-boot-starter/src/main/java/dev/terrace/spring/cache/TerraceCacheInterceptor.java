package dev.terrace.spring.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;

/**
 * Spring's interceptor of cached methods, which gives each call its own view of Terrace's caches, so that what a method returns after a miss is
 * known for a load. Other caches are used as ever. Thread-safe.
 */
final class TerraceCacheInterceptor extends CacheInterceptor {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as of its parent, of no use after serialization
    private final CacheNames names = new CacheNames();

    @Override
    protected Collection<? extends Cache> getCaches(
            CacheOperationInvocationContext<CacheOperation> context, CacheResolver cacheResolver) {
        Collection<? extends Cache> caches = super.getCaches(context, cacheResolver);
        return context.getOperation() instanceof CacheEvictOperation ? caches : calls(context, caches);
    }

    private Collection<? extends Cache> calls(
            CacheOperationInvocationContext<CacheOperation> context, Collection<? extends Cache> caches) {
        if (caches.size() == 1) {
            Cache only = caches.iterator().next();
            return only instanceof TerraceSpringCache own ? List.of(new CachedCall(own, context, names)) : caches;
        }
        List<Cache> calls = new ArrayList<>(caches.size());
        CachedCall first = null;
        for (Cache cache : caches) {
            if (!(cache instanceof TerraceSpringCache own)) {
                calls.add(cache);
            } else if (first == null) {
                first = new CachedCall(own, context, names);
                calls.add(first);
            } else {
                calls.add(new CachedCall(own, first));
            }
        }
        return calls;
    }
}
