package dev.terrace.spring.flags.web;

import dev.terrace.flags.EvaluationContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Adds to the context that flags are evaluated in for a web request: attributes, or another unit. All beans of this type are asked, in their
 * order.
 *
 * <p>Implementations are thread-safe. What one throws is logged once, and the context goes on without it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FlagContextContributor {

    /**
     * Adds to a context.
     *
     * @param request the request
     * @param context what is known so far
     * @return that, or another one
     */
    EvaluationContext contribute(HttpServletRequest request, EvaluationContext context);
}
