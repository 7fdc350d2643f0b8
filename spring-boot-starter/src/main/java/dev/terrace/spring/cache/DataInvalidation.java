package dev.terrace.spring.cache;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.spi.Name;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Around methods with {@link InvalidatesData}. Thread-safe.
 *
 * @since 0.1.0
 */
public final class DataInvalidation implements MethodInterceptor {

    private final Supplier<Terrace> terrace;
    private final Supplier<? extends CacheTransactions> transactions;
    private final DataNames names = new DataNames();

    /**
     * Invalidates in a namespace.
     *
     * @param terrace the namespace, asked for at the first call
     * @param transactions for the commits of which is waited
     */
    public DataInvalidation(Supplier<Terrace> terrace, Supplier<? extends CacheTransactions> transactions) {
        this.terrace = terrace;
        this.transactions = transactions;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        Object result = call.proceed();
        if (result instanceof CompletionStage<?> stage) {
            return stage.whenComplete((value, failure) -> {
                if (failure == null) {
                    invalidate(call, value);
                }
            });
        }
        ReactiveAdapter adapter = result == null
                ? null
                : ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result);
        if (adapter != null) {
            return Publishers.then(adapter, result, value -> invalidate(call, value));
        }
        invalidate(call, result);
        return result;
    }

    private void invalidate(MethodInvocation call, @Nullable Object result) {
        Object target = call.getThis();
        if (target == null) {
            return;
        }
        InvalidatesData declared = AnnotatedElementUtils.findMergedAnnotation(
                AopUtils.getMostSpecificMethod(call.getMethod(), AopUtils.getTargetClass(target)),
                InvalidatesData.class);
        if (declared == null) {
            return;
        }
        List<String> all = names.of(declared.value(), target, call.getMethod(), call.getArguments(), result);
        all.forEach(Name::dependency); // a wrong name is told to the caller, also where it would wait for a commit
        Runnable effect = () -> all.forEach(terrace.get()::invalidateDependencyAsync);
        CacheTransaction transaction = transactions.get().current();
        if (transaction == null) {
            effect.run();
        } else {
            transaction.afterCommit(new CacheTransaction.Effect(null, null, effect, effect, effect));
        }
    }

    /** Loaded only where Reactor is, as adapters are. */
    private static final class Publishers {

        private Publishers() {}

        static Object then(ReactiveAdapter adapter, @Nullable Object result, Consumer<@Nullable Object> end) {
            Publisher<?> publisher = adapter.toPublisher(result);
            return adapter.fromPublisher(
                    adapter.isMultiValue()
                            ? Flux.from(publisher).doOnComplete(() -> end.accept(null))
                            : Mono.from(publisher).doOnSuccess(end));
        }
    }
}
