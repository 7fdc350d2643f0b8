package dev.terrace.flags;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where definitions are to hold: in which environment, under which environment variables and overrides.
 *
 * <p>Immutable and thread-safe; each method answers another one that differs in one respect.
 *
 * @since 0.1.0
 */
public final class Setting {

    private static final Setting NONE = new Setting(null, Map.of(), List.of());

    private final @Nullable String environment;
    private final Map<String, String> variables;
    private final List<OperatorOverride> overrides;

    private Setting(@Nullable String environment, Map<String, String> variables, List<OperatorOverride> overrides) {
        this.environment = environment;
        this.variables = variables;
        this.overrides = overrides;
    }

    /**
     * No environment, no variables, no overrides: flags as the document has them.
     *
     * @return always the same
     */
    public static Setting none() {
        return NONE;
    }

    /**
     * An environment of the document.
     *
     * @param environment its name; a document that declares none has development, staging and production
     * @return one without variables and overrides
     */
    public static Setting of(String environment) {
        return new Setting(environment, Map.of(), List.of());
    }

    /**
     * With environment variables; those named {@code TERRACE_FLAG_} and a flag's key in capitals count, in which every
     * character but letters and digits is an underscore. The value is the name of a variant, or the value of one.
     *
     * @param variables such as {@code System.getenv()}; copied
     * @return another one
     */
    public Setting variables(Map<String, String> variables) {
        return new Setting(environment, Map.copyOf(variables), overrides);
    }

    /**
     * With what operators have set. Where a flag has several, the first that has not ended counts.
     *
     * @param overrides copied
     * @return another one
     */
    public Setting overrides(List<OperatorOverride> overrides) {
        return new Setting(environment, variables, List.copyOf(overrides));
    }

    /**
     * The environment.
     *
     * @return null if there is none
     */
    public @Nullable String environment() {
        return environment;
    }

    /**
     * The environment variables that set flags, known by their prefix. Their values may be secrets to others.
     *
     * @return sorted by name; unmodifiable
     */
    public SortedMap<String, String> flagVariables() {
        SortedMap<String, String> named = new TreeMap<>(variables);
        named.keySet().removeIf(name -> !name.startsWith(Overrides.PREFIX));
        return Collections.unmodifiableSortedMap(named);
    }

    Map<String, String> variables() {
        return variables;
    }

    /**
     * What operators have set.
     *
     * @return unmodifiable
     */
    public List<OperatorOverride> overrides() {
        return overrides;
    }
}
