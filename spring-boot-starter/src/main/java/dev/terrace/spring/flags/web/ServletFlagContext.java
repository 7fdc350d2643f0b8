package dev.terrace.spring.flags.web;

import dev.terrace.flags.EvaluationContext;
import dev.terrace.spring.flags.CurrentFlagContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The context of the servlet request that the calling thread works for. Read anew each time, so that it knows the user as soon as he is
 * authenticated.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServletFlagContext implements CurrentFlagContext {

    private static final Logger LOG = LoggerFactory.getLogger(ServletFlagContext.class);

    private final WhoAsks whoAsks;
    private final List<FlagContextContributor> contributors;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * Makes one.
     *
     * @param whoAsks where unit and attributes are read from
     * @param contributors who adds to it, in order
     */
    public ServletFlagContext(WhoAsks whoAsks, List<FlagContextContributor> contributors) {
        this.whoAsks = whoAsks;
        this.contributors = List.copyOf(contributors);
    }

    @Override
    public EvaluationContext get() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
                ? of(current.getRequest())
                : EvaluationContext.empty();
    }

    /**
     * The context of a request.
     *
     * @param request the request
     * @return for whom it is
     */
    public EvaluationContext of(HttpServletRequest request) {
        Principal user = request.getUserPrincipal();
        EvaluationContext context = whoAsks.of(user == null ? null : user.getName(), request::getHeader);
        for (FlagContextContributor contributor : contributors) {
            try {
                context = contributor.contribute(request, context);
            } catch (RuntimeException failure) {
                if (!complained.getAndSet(true)) {
                    LOG.warn(
                            "A contributor to the context of flags throws; the context goes on without it, said once",
                            failure);
                }
            }
        }
        return context;
    }
}
