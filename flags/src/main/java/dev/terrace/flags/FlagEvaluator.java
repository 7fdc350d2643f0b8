package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/**
 * Evaluates flags: {@link Flags} themselves, or what stands before them, to tell of evaluations or to know for whom they are made.
 *
 * <p>Implementations are thread-safe, and no evaluation throws or blocks.
 *
 * @see DeclaredFlags#bindAnyway
 * @since 0.1.0
 */
@FunctionalInterface
public interface FlagEvaluator {

    /**
     * The value of a flag, and why.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @param context for whom; null where nobody was named, so that the evaluator may know better
     * @return an answer; its value is the flag's default where it cannot be evaluated
     */
    <T> Evaluation<T> evaluate(Flag<T> flag, @Nullable EvaluationContext context);
}
