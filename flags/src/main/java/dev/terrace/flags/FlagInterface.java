package dev.terrace.flags;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was read of an interface whose methods are flags. Immutable. */
final class FlagInterface {

    /** A method's flag, and how it is asked. */
    record Call(Flag<?> flag, boolean ofNobody, boolean ofContext, boolean detailed) {

        /** The method's answer; the argument is a unit, a context or null. */
        @Nullable
        Object answer(Flags flags, @Nullable Object argument) {
            if (ofContext) {
                return detailed
                        ? flags.evaluate(flag, (EvaluationContext) argument)
                        : flags.value(flag, (EvaluationContext) argument);
            }
            return detailed
                    ? flags.evaluate(flag, EvaluationContext.of((String) argument))
                    : flags.value(flag, (String) argument);
        }

        /** The same by another evaluator, which may know for whom a method without a parameter asks. */
        @Nullable
        Object answer(FlagEvaluator evaluator, @Nullable Object argument) {
            Evaluation<?> answer = evaluator.evaluate(flag, ofNobody ? null : context(argument));
            return detailed ? answer : answer.value();
        }

        private EvaluationContext context(@Nullable Object argument) {
            if (!ofContext) {
                return EvaluationContext.of((String) argument);
            }
            return argument == null ? EvaluationContext.empty() : (EvaluationContext) argument;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String TYPES =
            "boolean, String, long, double, Map<String, Object>, or an Evaluation of one of these";

    private final Class<?> type;
    private final Map<Method, Call> calls = new LinkedHashMap<>();

    private FlagInterface(Class<?> type) {
        this.type = type;
    }

    /** Reads an interface, and adds what is wrong with it. */
    static FlagInterface read(Class<?> type, List<Problem> problems) {
        FlagInterface read = new FlagInterface(type);
        if (!type.isInterface() || type.isAnnotation() || type.isSealed() || type.isHidden()) {
            problems.add(new Problem(
                    0, type.getSimpleName(), "not an interface that can be bound", "declare an ordinary interface"));
            return read;
        }
        Method[] methods = type.getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName)); // the same problems in the same order
        for (Method method : methods) {
            if (Modifier.isAbstract(method.getModifiers())) {
                read.read(method, problems);
            } else if (method.isAnnotationPresent(FlagKey.class)) {
                problems.add(problem(method, "it has a key and a body", "take one of them out"));
            }
        }
        return read;
    }

    String name() {
        return type.getSimpleName();
    }

    Map<Method, Call> calls() {
        return calls;
    }

    List<Flag<?>> flags() {
        return calls.values().stream().<Flag<?>>map(Call::flag).distinct().toList();
    }

    private void read(Method method, List<Problem> problems) {
        int before = problems.size();
        FlagKey key = method.getAnnotation(FlagKey.class);
        FlagDefault fallback = method.getAnnotation(FlagDefault.class);
        if (key == null) {
            problems.add(problem(method, "it has no key", "add @FlagKey"));
        }
        if (fallback == null) {
            problems.add(problem(method, "it has no default", "add @FlagDefault"));
        }
        Class<?>[] parameters = method.getParameterTypes();
        boolean ofContext = parameters.length == 1 && parameters[0] == EvaluationContext.class;
        if (parameters.length > 1 || (parameters.length == 1 && !ofContext && parameters[0] != String.class)) {
            problems.add(problem(
                    method,
                    "its parameters cannot be given",
                    "take none, the unit as a String, or an EvaluationContext"));
        }
        Type returned = method.getGenericReturnType();
        boolean detailed = returned instanceof ParameterizedType some && some.getRawType() == Evaluation.class;
        FlagType flagType = detailed
                ? typeOf(((ParameterizedType) returned).getActualTypeArguments()[0], true)
                : typeOf(returned, false);
        if (flagType == null) {
            problems.add(problem(method, "no flag is of type " + returned.getTypeName(), "return " + TYPES));
        }
        if (key == null || fallback == null || flagType == null || problems.size() > before) {
            return;
        }
        Flag<?> flag = flag(key.value(), flagType, fallback.value());
        if (flag == null) {
            problems.add(problem(
                    method,
                    "its default \"" + fallback.value() + "\" is not of type " + flagType.word(),
                    "write " + (flagType == FlagType.OBJECT ? "a JSON object without nulls" : "a " + flagType.word())));
            return;
        }
        calls.put(method, new Call(flag, parameters.length == 0, ofContext, detailed));
    }

    private static @Nullable FlagType typeOf(Type returned, boolean boxed) {
        if (returned == (boxed ? Boolean.class : boolean.class)) {
            return FlagType.BOOLEAN;
        }
        if (returned == String.class) {
            return FlagType.STRING;
        }
        if (returned == (boxed ? Long.class : long.class)) {
            return FlagType.INTEGER;
        }
        if (returned == (boxed ? Double.class : double.class)) {
            return FlagType.NUMBER;
        }
        return returned instanceof ParameterizedType map
                        && map.getRawType() == Map.class
                        && map.getActualTypeArguments()[0] == String.class
                        && map.getActualTypeArguments()[1] == Object.class
                ? FlagType.OBJECT
                : null;
    }

    /** The flag with a default that was written as a text; null if it is of another type. */
    private static @Nullable Flag<?> flag(String key, FlagType type, String fallback) {
        try {
            return switch (type) {
                case BOOLEAN ->
                    fallback.equals("true") || fallback.equals("false")
                            ? BooleanFlag.of(key, fallback.equals("true"))
                            : null;
                case STRING -> StringFlag.of(key, fallback);
                case INTEGER -> IntegerFlag.of(key, Long.parseLong(fallback));
                case NUMBER -> {
                    double number = Double.parseDouble(fallback);
                    yield Double.isFinite(number) ? NumberFlag.of(key, number) : null;
                }
                case OBJECT ->
                    ObjectFlag.of(key, JSON.readValue(fallback, new TypeReference<Map<String, Object>>() {}));
            };
        } catch (NumberFormatException | JacksonException | NullPointerException e) {
            return null; // Map.copyOf refuses nulls
        }
    }

    private static Problem problem(Method method, String what, String cure) {
        return new Problem(0, method.getDeclaringClass().getSimpleName() + "." + method.getName(), what, cure);
    }
}
