package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/**
 * What an evaluation answered, and why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> the type of the value
 * @param key the flag's key
 * @param value the value
 * @param variant the name of the variant, or null where the value is the caller's default
 * @param reason why
 * @param rule which rule or step of a schedule answered: its name, or its number such as {@code rules[0]}; else null
 * @param version the flag's version, else that of the document, else 0; 0 also where there is no such flag
 * @param error what was wrong, or null
 *
 * @since 0.1.0
 */
public record Evaluation<T>(
        String key,
        T value,
        @Nullable String variant,
        Reason reason,
        @Nullable String rule,
        long version,
        @Nullable ErrorCode error) {

    static <T> Evaluation<T> failed(String key, T value, long version, ErrorCode error) {
        return new Evaluation<>(key, value, null, Reason.ERROR, null, version, error);
    }
}
