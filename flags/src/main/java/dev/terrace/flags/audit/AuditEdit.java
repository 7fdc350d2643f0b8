package dev.terrace.flags.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a change did to one thing.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key what it is, such as {@code flag/new_checkout}, {@code segment/staff}, {@code switches}, {@code environments}, {@code
 *     override/production/new_checkout}, or {@code observed/node-1/variables} of what arrived otherwise than through the store
 * @param before JSON in one line; null where there was none
 * @param after JSON in one line; null where it was removed
 * @since 0.1.0
 */
public record AuditEdit(
        String key, @Nullable String before, @Nullable String after) {}
