package dev.terrace.spring.cache;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** What the values of cached methods rest on, by their {@link DependsOnData}. Thread-safe. */
final class CacheNames {

    private static final String[] NONE = {};

    private final DataNames names = new DataNames();
    private final Map<MethodOf, String[]> declared = new ConcurrentHashMap<>();

    private record MethodOf(Method method, Class<?> target) {}

    List<String> of(CacheOperationInvocationContext<?> call, @Nullable Object value) {
        Object target = call.getTarget();
        String[] templates = declared.computeIfAbsent(
                new MethodOf(call.getMethod(), AopUtils.getTargetClass(target)), CacheNames::declaredOn);
        return templates.length == 0 ? List.of() : names.of(templates, target, call.getMethod(), call.getArgs(), value);
    }

    private static String[] declaredOn(MethodOf called) {
        DependsOnData found = AnnotatedElementUtils.findMergedAnnotation(
                AopUtils.getMostSpecificMethod(called.method(), called.target()), DependsOnData.class);
        return found == null ? NONE : found.value();
    }
}
