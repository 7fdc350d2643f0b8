package dev.terrace.spring.observation;

import dev.terrace.cache.CallObserver;
import io.micrometer.observation.Observation;

/**
 * What is known of an observed call.
 *
 * <p>As every context: of one observation, and not thread-safe beyond that.
 *
 * @since 0.1.0
 */
public final class CacheObservationContext extends Observation.Context {

    private final CallObserver.Call call;
    private volatile String outcome = "unknown";

    /**
     * Makes one.
     *
     * @param call the call
     */
    public CacheObservationContext(CallObserver.Call call) {
        this.call = call;
    }

    /**
     * The call.
     *
     * @return as the cache tells it
     */
    public CallObserver.Call call() {
        return call;
    }

    void outcome(String became) {
        outcome = became;
    }

    /**
     * What has become of the call.
     *
     * @return {@code success}, {@code failure} or {@code elsewhere}; {@code unknown} while it is under way
     */
    public String outcome() {
        return outcome;
    }
}
