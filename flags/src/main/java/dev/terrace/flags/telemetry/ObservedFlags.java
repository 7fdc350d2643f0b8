package dev.terrace.flags.telemetry;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.ErrorCode;
import dev.terrace.flags.Evaluation;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flag;
import dev.terrace.flags.FlagEvaluator;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Reason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates as {@link Flags} does, and tells a listener of each evaluation. Those that need not be told of are made by the
 * {@link Flags} themselves, which know nothing of it.
 *
 * <p>Thread-safe. No evaluation throws, whatever the listener does.
 *
 * @since 0.1.0
 */
public final class ObservedFlags implements FlagEvaluator {

    private static final Map<Reason, String> REASONS = lower(Reason.class);
    private static final Map<ErrorCode, String> ERRORS = lower(ErrorCode.class);

    private final Flags flags;
    private final EvaluationListener listener;
    private final LongAdder failures = new LongAdder();

    private ObservedFlags(Flags flags, EvaluationListener listener) {
        this.flags = Objects.requireNonNull(flags, "what evaluates is missing");
        this.listener = Objects.requireNonNull(listener, "a listener is missing");
    }

    /**
     * Flags that tell of their evaluations.
     *
     * @param flags what evaluates
     * @param listener told of each evaluation
     * @return new ones
     */
    public static ObservedFlags of(Flags flags, EvaluationListener listener) {
        return new ObservedFlags(flags, listener);
    }

    /**
     * Whether a flag is on for a unit without attributes.
     *
     * @param flag the flag
     * @param unit the unit's id; null and the empty string are nobody
     * @return its value, or its default where it cannot be evaluated
     */
    public boolean isOn(BooleanFlag flag, @Nullable String unit) {
        return value(flag, EvaluationContext.of(unit));
    }

    /**
     * Whether a flag is on in a context.
     *
     * @param flag the flag
     * @param context for whom; null is nobody
     * @return its value, or its default where it cannot be evaluated
     */
    public boolean isOn(BooleanFlag flag, @Nullable EvaluationContext context) {
        return value(flag, context);
    }

    /**
     * The value of a flag in a context.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @param context for whom; null is nobody
     * @return its value, or its default where it cannot be evaluated
     */
    public <T> T value(Flag<T> flag, @Nullable EvaluationContext context) {
        return evaluate(flag, context).value();
    }

    /**
     * The value of a flag in a context, and why.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @param context for whom; null is nobody
     * @return an answer
     */
    @Override
    public <T> Evaluation<T> evaluate(Flag<T> flag, @Nullable EvaluationContext context) {
        Evaluation<T> answer = flags.evaluate(flag, context);
        tell(answer, context);
        return answer;
    }

    /**
     * The value of a flag whose type the caller does not know, and why.
     *
     * @param key the flag's key
     * @param defaultValue the value where it cannot be evaluated
     * @param context for whom; null is nobody
     * @return an answer
     */
    public Evaluation<Object> evaluate(String key, Object defaultValue, @Nullable EvaluationContext context) {
        Evaluation<Object> answer = flags.evaluate(key, defaultValue, context);
        tell(answer, context);
        return answer;
    }

    /**
     * How often the listener has thrown.
     *
     * @return since these flags were made
     */
    public long failures() {
        return failures.sum();
    }

    private void tell(Evaluation<?> answer, @Nullable EvaluationContext context) {
        try {
            ErrorCode error = answer.error();
            listener.evaluated(new EvaluationEvent(
                    answer.key(),
                    answer.variant(),
                    answer.value(),
                    word(REASONS, answer.reason()),
                    error == null ? null : word(ERRORS, error),
                    null,
                    EvaluationEvent.PROVIDER,
                    answer.version() == 0 ? null : Long.toString(answer.version()),
                    null,
                    context == null ? null : context.unit()));
        } catch (RuntimeException e) {
            failures.increment();
        }
    }

    private static <E extends Enum<E>> String word(Map<E, String> words, E value) {
        return Objects.requireNonNull(words.get(value));
    }

    private static <E extends Enum<E>> Map<E, String> lower(Class<E> type) {
        Map<E, String> words = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            words.put(value, value.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
