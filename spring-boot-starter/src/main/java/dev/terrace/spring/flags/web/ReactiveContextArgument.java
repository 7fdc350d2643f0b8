package dev.terrace.spring.flags.web;

import dev.terrace.flags.EvaluationContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Gives controllers of the reactive stack their request's context as an argument of type {@link EvaluationContext}. Elsewhere in that stack no thread
 * belongs to a request, so flags that name nobody are evaluated for nobody there.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class ReactiveContextArgument implements HandlerMethodArgumentResolver {

    private final WhoAsks whoAsks;

    /**
     * Makes one.
     *
     * @param whoAsks where unit and attributes are read from
     */
    public ReactiveContextArgument(WhoAsks whoAsks) {
        this.whoAsks = whoAsks;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == EvaluationContext.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .map(Principal::getName)
                .<Object>map(user -> of(exchange, user))
                .switchIfEmpty(Mono.fromSupplier(() -> of(exchange, null)));
    }

    private EvaluationContext of(ServerWebExchange exchange, @Nullable String user) {
        return whoAsks.of(user, name -> exchange.getRequest().getHeaders().getFirst(name));
    }
}
