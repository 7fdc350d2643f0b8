package dev.terrace.spring.cache;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/*
 * Spring looks for cache operations on each method of each bean when it decides whether the bean needs a proxy. Whoever looks on sees
 * what the methods of a cache return, before any of them is called. So types are declared where they always were: in the code.
 */
/** What the cached methods of each cache return. Thread-safe. */
final class ValueTypes {

    private final Map<String, Set<ResolvableType>> byCache = new ConcurrentSkipListMap<>();
    /** Of these, the caches that are the cache manager's, and not those of one that an annotation names. */
    private final Set<String> ofTheManager = new ConcurrentSkipListSet<>();

    /** A method has cache operations. */
    void found(Method method, @Nullable Class<?> targetClass, Iterable<? extends CacheOperation> operations) {
        ResolvableType type = null;
        for (CacheOperation operation : operations) {
            if (operation instanceof CacheableOperation || operation instanceof CachePutOperation) {
                if (type == null) {
                    type = comparable(valueOf(method, targetClass));
                }
                for (String cache : operation.getCacheNames()) {
                    byCache.computeIfAbsent(cache, name -> ConcurrentHashMap.newKeySet())
                            .add(type);
                    if (!StringUtils.hasText(operation.getCacheManager())
                            && !StringUtils.hasText(operation.getCacheResolver())) {
                        ofTheManager.add(cache);
                    }
                }
            }
        }
    }

    /** The caches that methods name, as far as their beans have been made. */
    Set<String> names() {
        return Set.copyOf(ofTheManager);
    }

    /** The types of a cache's values, as far as they are known. */
    Set<ResolvableType> of(String cache) {
        return Set.copyOf(byCache.getOrDefault(cache, Set.of()));
    }

    /** One that is equal to that of any other method which returns the same. */
    private static ResolvableType comparable(ResolvableType type) {
        return DeclaredType.fault(type) == null
                ? ResolvableType.forType(new DeclaredType(type).toType())
                : ResolvableType.forType(type.getType());
    }

    private static ResolvableType valueOf(Method method, @Nullable Class<?> targetClass) {
        ResolvableType returned = targetClass == null
                ? ResolvableType.forMethodReturnType(method)
                : ResolvableType.forMethodReturnType(method, targetClass);
        Class<?> raw = returned.resolve(Object.class);
        if (CompletionStage.class.isAssignableFrom(raw)) {
            return optional(returned.as(CompletionStage.class).getGeneric());
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
        if (adapter != null) {
            ResolvableType element = returned.getGeneric();
            return adapter.isMultiValue() ? ResolvableType.forClassWithGenerics(List.class, element) : element;
        }
        return optional(returned);
    }

    private static ResolvableType optional(ResolvableType type) {
        return type.resolve(Object.class) == Optional.class ? type.getGeneric() : type;
    }
}
