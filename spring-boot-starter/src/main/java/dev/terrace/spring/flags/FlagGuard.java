package dev.terrace.spring.flags;

import dev.terrace.flags.EvaluationContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;

/** Lets guarded methods run, or not. Thread-safe. */
final class FlagGuard implements MethodInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(FlagGuard.class);

    private final FlagGuards guards;
    private final Supplier<RequestFlags> flags;
    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
    private final AtomicBoolean complained = new AtomicBoolean();

    FlagGuard(FlagGuards guards, Supplier<RequestFlags> flags) {
        this.guards = guards;
        this.flags = flags;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "a guarded bean has a target");
        Class<?> type = AopUtils.getTargetClass(target);
        Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
        Guard guard = guards.of(type, method);
        if (guard == null || runs(guard, target, invocation.getArguments())) {
            return invocation.proceed();
        }
        if (guard.fallback() != null) {
            return AopUtils.invokeJoinpointUsingReflection(target, guard.fallback(), invocation.getArguments());
        }
        if (guard.rule().otherwise() == WhenFlag.Otherwise.SKIP) {
            return guard.nothing();
        }
        throw new FlagOffException(guard.flag().key(), guard.toString());
    }

    private boolean runs(Guard guard, Object target, @Nullable Object[] arguments) {
        EvaluationContext context = guard.unit() == null ? null : context(guard, target, arguments);
        return flags.get().evaluate(guard.flag(), context).value()
                == guard.rule().is();
    }

    private EvaluationContext context(Guard guard, Object target, @Nullable Object[] arguments) {
        try {
            Object unit = Objects.requireNonNull(guard.unit())
                    .getValue(new MethodBasedEvaluationContext(
                            target, guard.method(), Arrays.copyOf(arguments, arguments.length), names));
            return EvaluationContext.of(unit == null ? null : unit.toString());
        } catch (RuntimeException failure) { // an expression, or what it calls
            if (!complained.getAndSet(true)) {
                LOG.warn("The unit of {} cannot be found out, so it is nobody; said once", guard, failure);
            }
            return EvaluationContext.empty();
        }
    }
}
