package dev.terrace.flags.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.flags.telemetry.EvaluationEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvaluationEventsTest {

    private final InMemoryLogRecordExporter exported = InMemoryLogRecordExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setLoggerProvider(SdkLoggerProvider.builder()
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(exported))
                    .build())
            .build();
    private final EvaluationEvents events = EvaluationEvents.of(telemetry);

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void evaluated_anAnswer_isAnEventOfTheConventions() {
        EvaluationEvent event =
                new EvaluationEvent("checkout", "on", true, "split", null, null, "terrace", "7", "shop", "user-1");
        events.evaluated(event);
        assertThat(exported.getFinishedLogRecordItems().get(0).getEventName()).isEqualTo("feature_flag.evaluation");
        assertThat(last())
                .isEqualTo(Map.of(
                        "feature_flag.key", "checkout",
                        "feature_flag.result.variant", "on",
                        "feature_flag.result.reason", "split",
                        "feature_flag.provider.name", "terrace",
                        "feature_flag.version", "7",
                        "feature_flag.set.id", "shop"));
        events.withUnits().evaluated(event);
        assertThat(last()).containsEntry("feature_flag.context.id", "user-1").hasSize(7);
    }

    @Test
    void evaluated_aFailure_saysWhatWasWrongAndWhatWasAnswered() {
        events.evaluated(failed("x".repeat(1_000)));
        assertThat(last())
                .isEqualTo(Map.of(
                        "feature_flag.key", "typo",
                        "feature_flag.result.value", "x".repeat(256),
                        "feature_flag.result.reason", "error",
                        "feature_flag.provider.name", "terrace",
                        "error.type", "flag_not_found",
                        "feature_flag.error.message", "there is none"));
        events.withUnits().evaluated(failed(null));
        assertThat(last()).doesNotContainKeys("feature_flag.result.value", "feature_flag.context.id");
    }

    private static EvaluationEvent failed(@Nullable Object value) {
        return new EvaluationEvent(
                "typo", null, value, "error", "flag_not_found", "there is none", "terrace", null, null, null);
    }

    private Map<String, Object> last() {
        var all = exported.getFinishedLogRecordItems();
        LogRecordData record = all.get(all.size() - 1);
        return record.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(entry -> ((AttributeKey<?>) entry.getKey()).getKey(), Map.Entry::getValue));
    }
}
