package dev.terrace.spring.cache;

import java.lang.reflect.Method;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;

/** Looks on where cache operations are looked for. Thread-safe. */
record FoundOperations(CacheOperationSource source, ValueTypes types) implements CacheOperationSource {

    @Override
    public boolean isCandidateClass(Class<?> targetClass) {
        return source.isCandidateClass(targetClass);
    }

    /** Asked when a bean may need a proxy, before any of its methods is called. */
    @Override
    public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
        Collection<CacheOperation> found = source.getCacheOperations(method, targetClass);
        if (found == null || found.isEmpty()) {
            return false;
        }
        types.found(method, targetClass, found);
        return true;
    }

    @Override
    public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
        return source.getCacheOperations(method, targetClass);
    }
}
