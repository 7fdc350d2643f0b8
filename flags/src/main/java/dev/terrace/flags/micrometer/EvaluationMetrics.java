package dev.terrace.flags.micrometer;

import dev.terrace.flags.telemetry.EvaluationEvent;
import dev.terrace.flags.telemetry.EvaluationListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * Counters are looked up once and kept. Keys, variants and reasons come from definitions and are few; what comes from outside, a
 * key that no definition has, is never a tag. The bound is for the rest: documents that are replaced for years. It may
 * be passed by as many as there are threads.
 */
/**
 * Counts evaluations as {@code feature_flag.evaluation}, tagged {@code feature_flag.key}, {@code
 * feature_flag.result.variant}, {@code feature_flag.result.reason}, {@code feature_flag.provider.name} and {@code error.type}. What is
 * not there is {@code none}; a key without a definition is {@code unknown}, and beyond 10,000 combinations everything is
 * {@code other}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class EvaluationMetrics implements EvaluationListener {

    static final int COMBINATIONS = 10_000;

    private static final String NONE = "none";
    private static final String OTHER = "other";

    private record Combination(String key, String variant, String reason, String provider, String error) {}

    private final MeterRegistry registry;
    private final Iterable<Tag> tags;
    private final Map<Combination, Counter> counters = new ConcurrentHashMap<>();

    private EvaluationMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = Objects.requireNonNull(registry, "a registry is missing");
        this.tags = Tags.of(tags);
    }

    /**
     * A listener that counts.
     *
     * @param registry where to
     * @param tags tags for all counters
     * @return a new one
     */
    public static EvaluationMetrics of(MeterRegistry registry, Iterable<Tag> tags) {
        return new EvaluationMetrics(registry, tags);
    }

    @Override
    public void evaluated(EvaluationEvent event) {
        Combination combination = new Combination(
                "flag_not_found".equals(event.error()) ? "unknown" : event.key(),
                orNone(event.variant()),
                event.reason(),
                event.provider(),
                orNone(event.error()));
        Counter counter = counters.get(combination);
        if (counter == null) {
            counter = counters.size() < COMBINATIONS
                    ? counters.computeIfAbsent(combination, this::counter)
                    : counter(new Combination(OTHER, OTHER, OTHER, OTHER, OTHER));
        }
        counter.increment();
    }

    private Counter counter(Combination of) {
        return Counter.builder(EvaluationEvent.NAME)
                .description("Evaluations of feature flags")
                .tags(tags)
                .tag("feature_flag.key", of.key)
                .tag("feature_flag.result.variant", of.variant)
                .tag("feature_flag.result.reason", of.reason)
                .tag("feature_flag.provider.name", of.provider)
                .tag("error.type", of.error)
                .register(registry);
    }

    private static String orNone(@Nullable String text) {
        return text == null ? NONE : text;
    }
}
