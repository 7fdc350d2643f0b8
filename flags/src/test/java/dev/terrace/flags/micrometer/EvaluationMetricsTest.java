package dev.terrace.flags.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.flags.Definitions;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.telemetry.EvaluationEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final EvaluationMetrics metrics = EvaluationMetrics.of(registry, Tags.of("app", "shop"));

    @Test
    void evaluated_theSameTwice_isCountedByTheConventionsNames() {
        metrics.evaluated(event("checkout", "on", "split", null));
        metrics.evaluated(event("checkout", "on", "split", null));
        metrics.evaluated(event("checkout", "off", "split", null));
        assertThat(registry.get("feature_flag.evaluation")
                        .tags(
                                "app",
                                "shop",
                                "feature_flag.key",
                                "checkout",
                                "feature_flag.result.variant",
                                "on",
                                "feature_flag.result.reason",
                                "split",
                                "feature_flag.provider.name",
                                "terrace",
                                "error.type",
                                "none")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.getMeters()).hasSize(2);
    }

    @Test
    void evaluated_keysThatNobodyDefined_areOne() {
        for (int i = 0; i < 100; i++) {
            metrics.evaluated(event("from-outside-" + i, null, "error", "flag_not_found"));
        }
        assertThat(registry.getMeters()).hasSize(1);
        assertThat(registry.get("feature_flag.evaluation")
                        .tags("feature_flag.key", "unknown", "error.type", "flag_not_found")
                        .counter()
                        .count())
                .isEqualTo(100);
    }

    @Test
    void evaluated_moreCombinationsThanTheBound_areOther() {
        for (int i = 0; i < EvaluationMetrics.COMBINATIONS + 5; i++) {
            metrics.evaluated(event("key-" + i, "on", "static", null));
        }
        metrics.evaluated(event("key-0", "on", "static", null));
        assertThat(registry.getMeters()).hasSize(EvaluationMetrics.COMBINATIONS + 1);
        assertThat(registry.get("feature_flag.evaluation")
                        .tag("feature_flag.key", "other")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.get("feature_flag.evaluation")
                        .tag("feature_flag.key", "key-0")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void flagsMetrics_ofFlags_readWhatTheyCount() {
        Flags flags = Flags.of(Definitions.parse(
                        "version: 3\nflags: {a: {type: boolean, default: on}, b: {type: boolean, default: on}}",
                        Format.YAML)
                .compile(Setting.none()));
        new FlagsMetrics(flags, Tags.empty()).bindTo(registry);
        flags.evaluate("missing", "d", null);
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .containsExactlyInAnyOrder(
                        "terrace.flags.failures",
                        "terrace.flags.unanswered",
                        "terrace.flags.version",
                        "terrace.flags.defined");
        assertThat(registry.get("terrace.flags.unanswered").functionCounter().count())
                .isEqualTo(1);
        assertThat(registry.get("terrace.flags.failures").functionCounter().count())
                .isZero();
        assertThat(registry.get("terrace.flags.version").gauge().value()).isEqualTo(3);
        assertThat(registry.get("terrace.flags.defined").gauge().value()).isEqualTo(2);
    }

    private static EvaluationEvent event(String key, @Nullable String variant, String reason, @Nullable String error) {
        return new EvaluationEvent(key, variant, null, reason, error, null, "terrace", null, null, "user-1");
    }
}
