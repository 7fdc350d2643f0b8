package dev.terrace.spring.flags;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ReflectionUtils;

/**
 * What was read of a guarded method. Immutable.
 *
 * @param method the method
 * @param rule its annotation
 * @param flag the flag, with the default of the annotation
 * @param fallback what runs instead; null for nothing
 * @param unit for whom; null is whoever has made the current request
 * @param mistakes what is wrong with it
 */
record Guard(
        Method method,
        WhenFlag rule,
        BooleanFlag flag,
        @Nullable Method fallback,
        @Nullable Expression unit,
        List<Problem> mistakes) {

    static Guard of(Class<?> type, Method method, WhenFlag rule) {
        List<Problem> mistakes = new ArrayList<>();
        String where = type.getSimpleName() + "." + method.getName();
        Method fallback = null;
        if (!rule.fallback().isEmpty()) {
            fallback = ReflectionUtils.findMethod(type, rule.fallback(), method.getParameterTypes());
            if (fallback == null) {
                mistakes.add(new Problem(
                        0,
                        where,
                        "@WhenFlag names the fallback \"" + rule.fallback() + "\", and " + type.getSimpleName()
                                + " has no such method with the same parameters",
                        "write it, or correct the name"));
            } else if (!method.getReturnType().isAssignableFrom(fallback.getReturnType())) {
                mistakes.add(new Problem(
                        0,
                        where,
                        "its fallback returns " + fallback.getReturnType().getSimpleName(),
                        "let it return " + method.getReturnType().getSimpleName()));
            }
        } else if (rule.otherwise() == WhenFlag.Otherwise.SKIP
                && method.getReturnType().isPrimitive()
                && method.getReturnType() != void.class) {
            mistakes.add(new Problem(
                    0,
                    where,
                    "it returns " + method.getReturnType() + ", and a call that is skipped has none to return",
                    "name a fallback, or let it throw"));
        }
        Expression unit = null;
        if (!rule.unit().isEmpty()) {
            try {
                unit = new SpelExpressionParser().parseExpression(rule.unit());
            } catch (ParseException e) {
                mistakes.add(new Problem(
                        0,
                        where,
                        "its unit \"" + rule.unit() + "\" is no expression: " + e.getMessage(),
                        "write one such as #user.id"));
            }
        }
        BooleanFlag flag = BooleanFlag.of(rule.value(), rule.defaultValue());
        return new Guard(method, rule, flag, fallback, unit, List.copyOf(mistakes));
    }

    /** What a call returns that is skipped. */
    @Nullable
    Object nothing() {
        Class<?> type = method.getReturnType();
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == List.class || type == Collection.class || type == Iterable.class) {
            return List.of();
        }
        if (type == Set.class) {
            return Set.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
        return adapter == null || !adapter.supportsEmpty()
                ? null
                : adapter.getDescriptor().getEmptyValue();
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
