package dev.terrace.flags;

import dev.terrace.flags.internal.rules.Trace;
import dev.terrace.flags.internal.time.SystemTime;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates flags by the snapshot it holds. No evaluation throws, blocks, does I/O or takes a lock; where a flag cannot be
 * evaluated the caller's default is the answer. {@link #isOn(BooleanFlag, String)} and {@link #value(Flag, String)} allocate
 * nothing unless a condition has to: regular expressions, versions, dates and networks do.
 *
 * <p>The one exception is a {@link NullPointerException} where a flag, as a constant, is null: it has no default to answer.
 *
 * <p>Time is the wall clock's, and only schedules and the ends of overrides go by it.
 *
 * <p>Thread-safe. {@link #replace} is seen by every evaluation that begins later; one evaluation sees one snapshot.
 *
 * @since 0.1.0
 */
public final class Flags implements FlagEvaluator {

    private static final Map<String, Object> NONE = Map.of();

    private final InstantSource clock;
    private final LongAdder failures = new LongAdder();
    private final Unanswered unanswered = new Unanswered();
    private final CopyOnWriteArrayList<SnapshotListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot;

    private Flags(Snapshot snapshot, InstantSource clock) {
        this.snapshot = Objects.requireNonNull(snapshot, "flags need a snapshot; Snapshot.empty() is one");
        this.clock = Objects.requireNonNull(clock, "flags need a clock");
    }

    /**
     * Flags by the machine's clock.
     *
     * @param snapshot what to evaluate
     * @return new ones
     */
    public static Flags of(Snapshot snapshot) {
        return new Flags(snapshot, SystemTime.CLOCK);
    }

    /**
     * Flags by another clock.
     *
     * @param snapshot what to evaluate
     * @param clock by which schedules and the ends of overrides go
     * @return new ones
     */
    public static Flags of(Snapshot snapshot, InstantSource clock) {
        return new Flags(snapshot, clock);
    }

    /**
     * What is evaluated now.
     *
     * @return not null
     */
    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Evaluates another snapshot from now on.
     *
     * @param next the snapshot
     * @return what was evaluated before
     */
    public synchronized Snapshot replace(Snapshot next) {
        Snapshot before = snapshot;
        snapshot = Objects.requireNonNull(next, "flags need a snapshot; Snapshot.empty() is one");
        for (SnapshotListener listener : listeners) {
            try {
                listener.replaced(before, next);
            } catch (RuntimeException e) {
                failures.increment();
            }
        }
        return before;
    }

    /**
     * Tells a listener of each later {@link #replace}, after it took effect. Evaluations pay nothing for it.
     *
     * @param listener told in the order of the replacements, on the thread of each, which waits meanwhile; what it throws is
     *     counted by {@link #failures()}
     */
    public void addListener(SnapshotListener listener) {
        listeners.add(Objects.requireNonNull(listener, "a listener is missing"));
    }

    /**
     * Tells a listener no more. Replacements under way may still be told.
     *
     * @param listener one that was added, else nothing happens
     */
    public void removeListener(SnapshotListener listener) {
        listeners.remove(listener);
    }

    /**
     * Whether a flag is on for a unit without attributes. Allocates nothing.
     *
     * @param flag the flag
     * @param unit the unit's id; null and the empty string are nobody
     * @return its value, or its default where it cannot be evaluated
     */
    public boolean isOn(BooleanFlag flag, @Nullable String unit) {
        return value(flag, unit);
    }

    /**
     * Whether a flag is on in a context.
     *
     * @param flag the flag
     * @param context for whom
     * @return its value, or its default where it cannot be evaluated
     */
    public boolean isOn(BooleanFlag flag, EvaluationContext context) {
        return value(flag, context);
    }

    /**
     * The value of a flag for a unit without attributes. Allocates nothing.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @param unit the unit's id; null and the empty string are nobody
     * @return its value, or its default where it cannot be evaluated
     */
    public <T> T value(Flag<T> flag, @Nullable String unit) {
        return valueOf(flag, unit, NONE);
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
        return context == null ? valueOf(flag, null, NONE) : valueOf(flag, context.unit(), context.attributes());
    }

    /**
     * The value of a flag in a context, and why.
     *
     * @param <T> the type of the value
     * @param flag the flag
     * @param context for whom; null is nobody
     * @return an answer; its value is the flag's default, and its reason ERROR, where it cannot be evaluated
     */
    @Override
    public <T> Evaluation<T> evaluate(Flag<T> flag, @Nullable EvaluationContext context) {
        try {
            CompiledFlag compiled = snapshot.find(flag.key());
            if (compiled == null) {
                unanswered.add(flag.key());
                return Evaluation.failed(flag.key(), flag.defaultValue(), 0, ErrorCode.FLAG_NOT_FOUND);
            }
            if (compiled.type != flag.type()) {
                unanswered.add(flag.key());
                return Evaluation.failed(
                        flag.key(), flag.defaultValue(), compiled.info.version(), ErrorCode.TYPE_MISMATCH);
            }
            return typed(decide(compiled, context, null));
        } catch (RuntimeException e) {
            failures.increment();
            return Evaluation.failed(flag.key(), flag.defaultValue(), 0, ErrorCode.GENERAL);
        }
    }

    /**
     * The value of a flag whose type the caller does not know, and why.
     *
     * @param key the flag's key
     * @param defaultValue the value where it cannot be evaluated
     * @param context for whom; null is nobody
     * @return an answer; its value is a Boolean, String, Long, Double or Map, or the default
     */
    public Evaluation<Object> evaluate(String key, Object defaultValue, @Nullable EvaluationContext context) {
        try {
            CompiledFlag compiled = snapshot.find(key);
            if (compiled == null) {
                unanswered.add(key);
                return Evaluation.failed(key, defaultValue, 0, ErrorCode.FLAG_NOT_FOUND);
            }
            return decide(compiled, context, null);
        } catch (RuntimeException e) {
            failures.increment();
            return Evaluation.failed(key, defaultValue, 0, ErrorCode.GENERAL);
        }
    }

    /**
     * How a flag is evaluated in a context: what is asked and answered on the way, and the outcome. Names stand in it, of
     * flags, rules, variants and attributes, and what definitions compare with; no attribute's value does.
     *
     * @param key the flag's key
     * @param context for whom; null is nobody
     * @return some lines for people; their form may change
     */
    public String explain(String key, @Nullable EvaluationContext context) {
        try {
            CompiledFlag compiled = snapshot.find(key);
            if (compiled == null) {
                return key + ": no such flag; callers get their defaults\n";
            }
            Trace trace = new Trace();
            Evaluation<Object> answer = decide(compiled, context, trace);
            return key + " (" + compiled.type.word() + ", version " + answer.version() + ")\n" + trace
                    + "  answers " + answer.variant() + ": " + answer.reason()
                    + (answer.rule() == null ? "" : " by " + answer.rule()) + "\n";
        } catch (RuntimeException e) {
            failures.increment();
            return key + ": cannot be evaluated; callers get their defaults\n";
        }
    }

    /**
     * How many evaluations have failed inside, with {@link ErrorCode#GENERAL}, and how many calls of listeners. Anything but
     * zero is a mistake of this library, of the clock or of a listener.
     *
     * @return since these flags were made
     */
    public long failures() {
        return failures.sum();
    }

    /**
     * The keys that were asked for and had no flag, or one of another type, and how often. Callers got their defaults. After
     * the first 1,000 keys others are counted together, under the empty key.
     *
     * @return since these flags were made; sorted
     */
    public Map<String, Long> unanswered() {
        return unanswered.counts();
    }

    private <T> T valueOf(Flag<T> flag, @Nullable String unit, Map<String, Object> attributes) {
        try {
            CompiledFlag compiled = snapshot.find(flag.key());
            if (compiled == null || compiled.type != flag.type()) {
                unanswered.add(flag.key());
                return flag.defaultValue();
            }
            T value = flag.read(compiled.decide(somebody(unit), attributes, now(compiled), null)
                    .value());
            return value == null ? flag.defaultValue() : value;
        } catch (RuntimeException e) {
            failures.increment();
            return flag.defaultValue();
        }
    }

    private Evaluation<Object> decide(CompiledFlag flag, @Nullable EvaluationContext context, @Nullable Trace trace) {
        return context == null
                ? flag.decide(null, NONE, now(flag), trace)
                : flag.decide(somebody(context.unit()), context.attributes(), now(flag), trace);
    }

    private long now(CompiledFlag flag) {
        return flag.timed ? clock.millis() : 0;
    }

    private static @Nullable String somebody(@Nullable String unit) {
        return unit == null || unit.isEmpty() ? null : unit;
    }

    /** The types of a flag and of its compiled form were found to be the same. */
    @SuppressWarnings("unchecked")
    private static <T> Evaluation<T> typed(Evaluation<Object> evaluation) {
        return (Evaluation<T>) evaluation;
    }
}
