package dev.terrace.flags.store;

import dev.terrace.flags.EvaluationContext;
import org.jspecify.annotations.Nullable;

/**
 * Somebody for whom a flag would answer another variant.
 *
 * <p>Immutable and thread-safe.
 *
 * @param flag the flag's key
 * @param context who
 * @param before the variant now; null where there is no such flag
 * @param after the variant after the change; null where there would be no such flag
 * @since 0.1.0
 */
public record Difference(
        String flag,
        EvaluationContext context,
        @Nullable String before,
        @Nullable String after) {}
