package dev.terrace.flags.opentelemetry;

import dev.terrace.flags.telemetry.EvaluationEvent;
import dev.terrace.flags.telemetry.EvaluationListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Emits each evaluation as the event {@code feature_flag.evaluation} of OpenTelemetry's semantic conventions, in the current
 * context, so that it is found with its trace. A value is told only where there is no variant: then it is the caller's default.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class EvaluationEvents implements EvaluationListener {

    private static final int LONGEST = 256;

    private final Logger logger;
    private final boolean units;

    private EvaluationEvents(Logger logger, boolean units) {
        this.logger = logger;
        this.units = units;
    }

    /**
     * A listener that emits events, without saying for whom.
     *
     * @param telemetry where to
     * @return a new one
     */
    public static EvaluationEvents of(OpenTelemetry telemetry) {
        return new EvaluationEvents(
                telemetry.getLogsBridge().loggerBuilder("dev.terrace.flags").build(), false);
    }

    /**
     * The same, which also says for whom, as {@code feature_flag.context.id}. Where units are people, that is their data.
     *
     * @return another one
     */
    public EvaluationEvents withUnits() {
        return new EvaluationEvents(logger, true);
    }

    @Override
    public void evaluated(EvaluationEvent event) {
        LogRecordBuilder told = logger.logRecordBuilder()
                .setEventName(EvaluationEvent.NAME)
                .setSeverity(Severity.INFO)
                .setAttribute("feature_flag.key", event.key())
                .setAttribute("feature_flag.result.reason", event.reason())
                .setAttribute("feature_flag.provider.name", event.provider());
        add(told, "feature_flag.result.variant", event.variant());
        if (event.variant() == null && event.value() != null) {
            add(told, "feature_flag.result.value", shortened(event.value().toString()));
        }
        add(told, "error.type", event.error());
        add(told, "feature_flag.error.message", event.message());
        add(told, "feature_flag.version", event.version());
        add(told, "feature_flag.set.id", event.flagSet());
        if (units) {
            add(told, "feature_flag.context.id", event.unit());
        }
        told.emit();
    }

    private static void add(LogRecordBuilder told, String name, @Nullable String value) {
        if (value != null) {
            told.setAttribute(name, value);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
