package dev.terrace.spring.flags;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody was shown what a flag answers: the first evaluation of the flag within a web request.
 *
 * <p>Immutable and thread-safe.
 *
 * @param flag the flag's key
 * @param variant the variant that was answered
 * @param reason why, in small letters, such as {@code split}
 * @param version the version of the flag or its document; null if it has none
 * @param unit for whom; null is nobody. Where units are people, that is their data
 * @param time when, by the wall clock of this node
 * @since 0.1.0
 */
public record FlagExposure(
        String flag,
        String variant,
        String reason,
        @Nullable String version,
        @Nullable String unit,
        Instant time) {}
