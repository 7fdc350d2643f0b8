package dev.terrace.flags.micrometer;

import dev.terrace.flags.Flags;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What flags count by themselves, without a cost to evaluations that find their flag: {@code terrace.flags.failures}, {@code
 * terrace.flags.unanswered} (evaluations that found no flag of the type asked for), {@code terrace.flags.version} and {@code
 * terrace.flags.defined}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagsMetrics implements MeterBinder {

    private final Flags flags;
    private final Iterable<Tag> tags;

    /**
     * Makes a binder.
     *
     * @param flags the flags
     * @param tags tags for all meters
     */
    public FlagsMetrics(Flags flags, Iterable<Tag> tags) {
        this.flags = flags;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("terrace.flags.failures", flags, Flags::failures)
                .description("Evaluations and listeners that failed inside; anything but 0 is a mistake")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        "terrace.flags.unanswered",
                        flags,
                        all -> all.unanswered().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .description("Evaluations that found no flag of the type asked for")
                .tags(tags)
                .register(registry);
        Gauge.builder("terrace.flags.version", flags, all -> all.snapshot().version())
                .description("The version of the document in force")
                .tags(tags)
                .register(registry);
        Gauge.builder(
                        "terrace.flags.defined",
                        flags,
                        all -> all.snapshot().keys().size())
                .description("Flags in force")
                .tags(tags)
                .register(registry);
    }
}
