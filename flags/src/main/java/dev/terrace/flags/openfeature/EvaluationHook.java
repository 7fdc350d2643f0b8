package dev.terrace.flags.openfeature;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.Metadata;
import dev.terrace.flags.telemetry.EvaluationEvent;
import dev.terrace.flags.telemetry.EvaluationListener;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener of the evaluations that OpenFeature's clients make, whatever their provider:
 *
 * <pre>{@code
 * client.addHooks(EvaluationHook.of(EvaluationMetrics.of(registry, Tags.empty())));
 * }</pre>
 *
 * <p>Thread-safe. What the listener throws reaches nobody.
 *
 * @since 0.1.0
 */
public final class EvaluationHook implements Hook<Object> {

    private final EvaluationListener listener;

    private EvaluationHook(EvaluationListener listener) {
        this.listener = Objects.requireNonNull(listener, "a listener is missing");
    }

    /**
     * A hook.
     *
     * @param listener told of each evaluation
     * @return a new one
     */
    public static EvaluationHook of(EvaluationListener listener) {
        return new EvaluationHook(listener);
    }

    @Override
    public void finallyAfter(
            HookContext<Object> context, FlagEvaluationDetails<Object> details, Map<String, Object> hints) {
        Map<String, Object> metadata = details.getFlagMetadata() == null
                ? Map.of()
                : details.getFlagMetadata().asUnmodifiableMap();
        Metadata provider = context.getProviderMetadata();
        ErrorCode error = details.getErrorCode();
        try {
            listener.evaluated(new EvaluationEvent(
                    context.getFlagKey(),
                    details.getVariant(),
                    details.getValue(),
                    lower(details.getReason() == null ? "unknown" : details.getReason()),
                    error == null ? null : lower(error.name()),
                    details.getErrorMessage(),
                    provider == null || provider.getName() == null ? "unknown" : provider.getName(),
                    text(metadata.get("version")),
                    text(metadata.get("flagSetId")),
                    context.getCtx().getTargetingKey()));
        } catch (RuntimeException e) {
            // The SDK would log it, once for each evaluation; the caller has its answer.
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
