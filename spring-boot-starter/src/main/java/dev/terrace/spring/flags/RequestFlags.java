package dev.terrace.spring.flags;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Evaluation;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flag;
import dev.terrace.flags.FlagEvaluator;
import dev.terrace.flags.Flags;
import dev.terrace.flags.telemetry.EvaluationListener;
import dev.terrace.flags.telemetry.ObservedFlags;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates flags for whoever has made the current request, and tells those who listen: meters, and recorders of exposures. {@link Flags}
 * themselves tell nobody, and cost less.
 *
 * <p>Thread-safe. No evaluation throws.
 *
 * @since 0.1.0
 */
public final class RequestFlags implements FlagEvaluator {

    private static final Logger LOG = LoggerFactory.getLogger(RequestFlags.class);

    private final Flags flags;
    private final @Nullable ObservedFlags observed;
    private final FlagEvaluator evaluator;
    private final CurrentFlagContext current;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * Makes one.
     *
     * @param flags what evaluates
     * @param current for whom, where nobody is named
     * @param listener is told of each evaluation; null if nobody is
     */
    public RequestFlags(Flags flags, CurrentFlagContext current, @Nullable EvaluationListener listener) {
        this.flags = Objects.requireNonNull(flags, "what evaluates is missing");
        this.current = Objects.requireNonNull(current, "who asks is missing");
        observed = listener == null ? null : ObservedFlags.of(flags, listener);
        evaluator = observed == null ? flags : observed;
    }

    /**
     * Whether a flag is on for whoever has made the current request.
     *
     * @param flag the flag
     * @return its value, or its default where it cannot be evaluated
     */
    public boolean isOn(BooleanFlag flag) {
        return evaluate(flag, null).value();
    }

    /**
     * The value of a flag for whoever has made the current request.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @return its value, or its default where it cannot be evaluated
     */
    public <T> T value(Flag<T> flag) {
        return evaluate(flag, null).value();
    }

    /**
     * The value of a flag for whoever has made the current request, and why.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @return an answer
     */
    public <T> Evaluation<T> evaluate(Flag<T> flag) {
        return evaluate(flag, null);
    }

    @Override
    public <T> Evaluation<T> evaluate(Flag<T> flag, @Nullable EvaluationContext context) {
        return evaluator.evaluate(flag, context == null ? context() : context);
    }

    /**
     * The value of a flag whose type the caller does not know, and why.
     *
     * @param key the flag's key
     * @param defaultValue the value where it cannot be evaluated
     * @param context for whom; null is whoever has made the current request
     * @return an answer
     */
    public Evaluation<Object> evaluate(String key, Object defaultValue, @Nullable EvaluationContext context) {
        EvaluationContext whom = context == null ? context() : context;
        return observed == null ? flags.evaluate(key, defaultValue, whom) : observed.evaluate(key, defaultValue, whom);
    }

    /**
     * Who has made the current request.
     *
     * @return {@link EvaluationContext#empty()} where that is not known
     */
    public EvaluationContext context() {
        try {
            return current.get();
        } catch (RuntimeException failure) {
            if (!complained.getAndSet(true)) {
                LOG.warn("Who flags are evaluated for cannot be found out, so it is nobody; said once", failure);
            }
            return EvaluationContext.empty();
        }
    }
}
