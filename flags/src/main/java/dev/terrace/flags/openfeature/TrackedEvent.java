package dev.terrace.flags.openfeature;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user has done, told by {@code Client.track}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name what was done
 * @param unit who did it, or null
 * @param value the number that was given with it, or null
 * @param context the attributes of the context, without the unit
 * @param details what else was given
 *
 * @since 0.1.0
 */
public record TrackedEvent(
        String name,
        @Nullable String unit,
        @Nullable Number value,
        Map<String, Object> context,
        Map<String, Object> details) {}
