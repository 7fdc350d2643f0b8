package dev.terrace.flags.telemetry;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation, in the words of OpenTelemetry's semantic conventions for feature flags.
 *
 * <p>Immutable and thread-safe, as far as the value is.
 *
 * @param key the flag's key ({@code feature_flag.key})
 * @param variant the variant ({@code feature_flag.result.variant}), or null where the caller's default was answered
 * @param value the value ({@code feature_flag.result.value}), or null
 * @param reason why, in small letters ({@code feature_flag.result.reason}), such as {@code targeting_match}
 * @param error what was wrong, in small letters ({@code error.type}), such as {@code flag_not_found}, or null
 * @param message more about that ({@code feature_flag.error.message}), or null
 * @param provider who evaluated ({@code feature_flag.provider.name})
 * @param version the version of the flag or its document ({@code feature_flag.version}), or null
 * @param flagSet the set of flags ({@code feature_flag.set.id}), or null
 * @param unit for whom ({@code feature_flag.context.id}), or null
 *
 * @since 0.1.0
 */
public record EvaluationEvent(
        String key,
        @Nullable String variant,
        @Nullable Object value,
        String reason,
        @Nullable String error,
        @Nullable String message,
        String provider,
        @Nullable String version,
        @Nullable String flagSet,
        @Nullable String unit) {

    /** The name of the event, and of the counter. */
    public static final String NAME = "feature_flag.evaluation";

    /** The provider's name where Terrace evaluates. */
    public static final String PROVIDER = "terrace";

    /**
     * Makes one.
     *
     * @throws NullPointerException if key, reason or provider is null
     */
    public EvaluationEvent {
        Objects.requireNonNull(key, "an event needs a key");
        Objects.requireNonNull(reason, "an event needs a reason");
        Objects.requireNonNull(provider, "an event needs a provider");
    }
}
