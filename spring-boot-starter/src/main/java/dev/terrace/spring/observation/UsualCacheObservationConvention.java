package dev.terrace.spring.observation;

import dev.terrace.cache.CallObserver;
import dev.terrace.spring.observation.CacheObservation.High;
import dev.terrace.spring.observation.CacheObservation.Low;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Locale;

/**
 * Calls of far tiers are {@code terrace.cache.call}, those of loaders {@code terrace.cache.load}; no key of a cache is told. A bean of type {@code
 * GlobalObservationConvention<CacheObservationContext>} may say otherwise.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class UsualCacheObservationConvention implements ObservationConvention<CacheObservationContext> {

    /** That of calls of far tiers. */
    static final UsualCacheObservationConvention CALL = new UsualCacheObservationConvention("terrace.cache.call");
    /** That of calls of loaders. */
    static final UsualCacheObservationConvention LOAD = new UsualCacheObservationConvention("terrace.cache.load");

    private final String name;

    private UsualCacheObservationConvention(String name) {
        this.name = name;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof CacheObservationContext;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getContextualName(CacheObservationContext context) {
        CallObserver.Call call = context.call();
        String operation = word(call);
        return call.operation() == CallObserver.Operation.LOAD
                ? operation + " " + call.cache()
                : call.tier() + " " + operation + " " + call.cache();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(CacheObservationContext context) {
        CallObserver.Call call = context.call();
        return KeyValues.of(
                Low.CACHE.withValue(call.cache()),
                Low.TIER.withValue(call.tier()),
                Low.OPERATION.withValue(word(call)),
                Low.OUTCOME.withValue(context.outcome()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(CacheObservationContext context) {
        return KeyValues.of(High.KEYS.withValue(Integer.toString(context.call().keys())));
    }

    private static String word(CallObserver.Call call) {
        return call.operation().name().toLowerCase(Locale.ROOT);
    }
}
