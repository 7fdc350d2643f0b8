package dev.terrace.flags;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For whom a flag is evaluated: a unit, which rollouts and splits go by, and attributes, which conditions ask.
 *
 * <p>Immutable and thread-safe; each {@code with} answers another one. Attributes that conditions understand are strings,
 * booleans, the JDK's numbers, {@link java.time.Instant}, {@link java.time.OffsetDateTime}, {@link java.time.ZonedDateTime},
 * {@link java.time.LocalDate}, and lists of these, which are copied and of which the first 1,000 elements count. Any other
 * value may be given, and no condition holds for it but {@code exists}.
 *
 * @since 0.1.0
 */
public final class EvaluationContext {

    private static final int ELEMENTS = 1_000;
    private static final EvaluationContext EMPTY = new EvaluationContext(null, Map.of());

    private final @Nullable String unit;
    private final Map<String, Object> attributes;

    private EvaluationContext(@Nullable String unit, Map<String, Object> attributes) {
        this.unit = unit;
        this.attributes = attributes;
    }

    /**
     * Of nobody: rollouts and splits answer as to those who are not in.
     *
     * @return always the same
     */
    public static EvaluationContext empty() {
        return EMPTY;
    }

    /**
     * Of a unit, OpenFeature's targeting key.
     *
     * @param unit such as a user's id; null and the empty string are nobody
     * @return a context without attributes
     */
    public static EvaluationContext of(@Nullable String unit) {
        return new EvaluationContext(unit, Map.of());
    }

    /**
     * Of a unit whose attributes are looked up only when a condition asks for them. For bridges from other kinds of
     * contexts, which need not convert what nobody asks for.
     *
     * @param unit such as a user's id; null and the empty string are nobody
     * @param attributes not copied: it has to stay as it is while this context is used. What it throws makes the evaluation
     *     answer the default with {@link ErrorCode#GENERAL}
     * @return a context
     */
    public static EvaluationContext over(@Nullable String unit, Map<String, Object> attributes) {
        return new EvaluationContext(
                unit, Objects.requireNonNull(attributes, "a context needs attributes, Map.of() has none"));
    }

    /**
     * With one more attribute.
     *
     * @param name its name; {@code targetingKey} always means the unit, whatever is given here
     * @param value its value; null takes the attribute out
     * @return another context
     */
    public EvaluationContext with(String name, @Nullable Object value) {
        Map<String, Object> more = new HashMap<>(attributes);
        put(more, name, value);
        return new EvaluationContext(unit, more);
    }

    /**
     * With more attributes.
     *
     * @param values names and values; null as a value takes an attribute out
     * @return another context
     */
    public EvaluationContext withAll(Map<String, ? extends @Nullable Object> values) {
        Map<String, Object> more = new HashMap<>(attributes);
        values.forEach((name, value) -> put(more, name, value));
        return new EvaluationContext(unit, more);
    }

    /**
     * The unit.
     *
     * @return null for nobody
     */
    public @Nullable String unit() {
        return unit;
    }

    /** The attributes; nobody changes them. */
    Map<String, Object> attributes() {
        return attributes;
    }

    private static void put(Map<String, Object> attributes, String name, @Nullable Object value) {
        Objects.requireNonNull(name, "an attribute needs a name");
        if (value == null) {
            attributes.remove(name);
        } else if (value instanceof List<?> list) {
            attributes.put(
                    name, list.stream().limit(ELEMENTS).filter(Objects::nonNull).toList());
        } else {
            attributes.put(name, value);
        }
    }
}
