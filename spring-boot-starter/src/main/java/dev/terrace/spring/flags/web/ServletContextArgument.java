package dev.terrace.spring.flags.web;

import dev.terrace.flags.EvaluationContext;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives controllers of the servlet stack their request's context as an argument of type {@link EvaluationContext}.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ServletContextArgument implements HandlerMethodArgumentResolver {

    private final ServletFlagContext context;

    /**
     * Makes one.
     *
     * @param context reads the request
     */
    public ServletContextArgument(ServletFlagContext context) {
        this.context = context;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == EvaluationContext.class;
    }

    @Override
    public EvaluationContext resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest servlet = request.getNativeRequest(HttpServletRequest.class);
        return servlet == null ? EvaluationContext.empty() : context.of(servlet);
    }
}
