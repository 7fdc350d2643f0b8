package dev.terrace.spring.metrics;

import dev.terrace.spring.flags.ExposureRecorder;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * What has become of exposures: {@code terrace.flags.exposures} (outcome: recorded, dropped, failed).
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ExposureMeters implements MeterBinder {

    private final ExposureRecorder recorder;

    /**
     * Makes them.
     *
     * @param recorder what counts
     */
    public ExposureMeters(ExposureRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(registry, "recorded", ExposureRecorder::recorded);
        count(registry, "dropped", ExposureRecorder::dropped);
        count(registry, "failed", ExposureRecorder::failed);
    }

    private void count(MeterRegistry registry, String outcome, ToDoubleFunction<ExposureRecorder> figure) {
        FunctionCounter.builder("terrace.flags.exposures", recorder, figure)
                .description("Exposures of flags in web requests")
                .tag("outcome", outcome)
                .register(registry);
    }
}
