package dev.terrace.spring.observation;

import dev.terrace.cache.CallObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/*
 * An observation is current on the thread that makes the call until that goes on to other things: so what a loader or a driver observes itself
 * becomes a child of it. It ends on whatever thread brings the answer, where it is not current.
 */
/**
 * Makes an observation of each call that leaves the heap. Where the registry takes none, nothing is made.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class ObservedCalls implements CallObserver {

    private final ObservationRegistry registry;

    /**
     * Makes one.
     *
     * @param registry where to
     */
    public ObservedCalls(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable Watch begins(Call call) {
        if (registry.isNoop()) {
            return null;
        }
        boolean load = call.operation() == Operation.LOAD;
        CacheObservation kind = load ? CacheObservation.LOAD : CacheObservation.CALL;
        CacheObservationContext context = new CacheObservationContext(call);
        Observation observation = kind.observation(
                null,
                load ? UsualCacheObservationConvention.LOAD : UsualCacheObservationConvention.CALL,
                () -> context,
                registry);
        observation.start();
        return new Observed(observation, context, observation.openScope());
    }

    private record Observed(Observation observation, CacheObservationContext context, Observation.Scope scope)
            implements Watch {

        @Override
        public void left() {
            scope.close();
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            context.outcome(failure == null ? "success" : "failure");
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        }

        @Override
        public void passedOn() {
            context.outcome("elsewhere");
            observation.stop();
        }
    }
}
