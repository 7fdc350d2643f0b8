package dev.terrace.spring.flags;

import dev.terrace.flags.EvaluationContext;

/**
 * Says for whom flags are evaluated where nobody is named: for whoever has made the current request. A bean of this type replaces the one that
 * reads it from the web request.
 *
 * <p>Implementations are thread-safe and do not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CurrentFlagContext {

    /**
     * The context of whatever the calling thread works for.
     *
     * @return {@link EvaluationContext#empty()} where that is not known
     */
    EvaluationContext get();
}
