package dev.terrace.flags;

import dev.terrace.flags.internal.document.Fault;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What comes from outside of a document: environment variables, and what operators have set. */
final class Overrides {

    static final String PREFIX = "TERRACE_FLAG_";

    private final Map<String, String> variables;
    private final List<OperatorOverride> operators;
    private final List<Problem> problems = new ArrayList<>();

    Overrides(Setting setting) {
        variables = setting.variables();
        operators = setting.overrides();
    }

    /** What is wrong with them; complete when all flags have been compiled. */
    List<Problem> problems() {
        return problems;
    }

    /** The variable of a flag. */
    static String name(String key) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (char c : key.toUpperCase(Locale.ROOT).toCharArray()) {
            name.append((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_');
        }
        return name.toString();
    }

    /** Notes keys that share a variable. */
    static void check(Map<String, Place> keys, Faults faults) {
        Map<String, String> owners = new HashMap<>();
        keys.forEach((key, place) -> {
            String other = owners.putIfAbsent(name(key), key);
            if (other != null) {
                faults.add(
                        place,
                        "flags \"" + other + "\" and \"" + key + "\" share the environment variable " + name(key),
                        "rename one of them, and keep its salt");
            }
        });
    }

    @Nullable
    Evaluation<Object> variable(String key, Variants variants) {
        String value = variables.get(name(key));
        if (value == null) {
            return null;
        }
        String variant = variants.spoken(value.strip());
        if (variant == null) {
            problems.add(new Problem(
                    0,
                    name(key),
                    "the variable names no variant of flag \"" + key + "\", nor the value of one",
                    "set it to one of " + variants.names() + ", or unset it"));
            return null;
        }
        return variants.answer(variant, Reason.VARIABLE_OVERRIDE, null);
    }

    List<CompiledFlag.Operator> operators(String key, Variants variants) {
        List<CompiledFlag.Operator> found = new ArrayList<>();
        for (OperatorOverride one : operators) {
            if (!one.flag().equals(key)) {
                continue;
            }
            if (variants.has(one.variant())) {
                found.add(new CompiledFlag.Operator(
                        variants.answer(one.variant(), Reason.OPERATOR_OVERRIDE, null),
                        one.until() == null ? Long.MAX_VALUE : one.until().toEpochMilli()));
            } else {
                problems.add(new Problem(
                        0,
                        "override of " + key,
                        "flag \"" + key + "\" has no variant \"" + one.variant() + "\"",
                        "take the override back, or keep the variant; there are " + variants.names()));
            }
        }
        return found;
    }

    /** What names no flag. */
    List<String> warnings(Set<String> keys) {
        Set<String> known = new HashSet<>();
        keys.forEach(key -> known.add(name(key)));
        List<String> warnings = new ArrayList<>();
        for (String variable : new TreeMap<>(variables).keySet()) {
            if (variable.startsWith(PREFIX) && !known.contains(variable)) {
                warnings.add("the environment variable " + variable + " names no flag");
            }
        }
        for (OperatorOverride one : operators) {
            if (!keys.contains(one.flag())) {
                warnings.add("an override names the flag \"" + one.flag() + "\", which is not defined");
            }
        }
        return warnings;
    }

    static Problem problem(Fault fault) {
        return new Problem(fault.line(), fault.path(), fault.message(), fault.cure());
    }
}
