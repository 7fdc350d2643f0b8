package dev.terrace.flags;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has set a flag to, whatever its schedule and rules say.
 *
 * <p>Immutable and thread-safe.
 *
 * @param flag the flag's key
 * @param variant the variant it answers
 * @param until when it ends, by the wall clock of the node that evaluates; null if it stays until it is taken back
 *
 * @since 0.1.0
 */
public record OperatorOverride(
        String flag, String variant, @Nullable Instant until) {

    /**
     * Makes one.
     *
     * @throws NullPointerException if flag or variant is null
     */
    public OperatorOverride {
        Objects.requireNonNull(flag, "an override needs a flag");
        Objects.requireNonNull(variant, "an override needs a variant");
    }
}
