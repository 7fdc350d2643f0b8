package dev.terrace.flags.store;

import dev.terrace.flags.Format;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.internal.chain.Json;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that a change sets or removes: a flag, a segment, an operator's override, the switches or the environments.
 *
 * <p>What is set is JSON, as it stands in a document: of a flag {@code {"type": "boolean", "default": "off"}}. It replaces
 * what was there as a whole.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Edit {

    static final String FLAG = "flag/";
    static final String SEGMENT = "segment/";
    static final String OVERRIDE = "override/";
    static final String SWITCHES = "switches";
    static final String ENVIRONMENTS = "environments";

    /** The environment of overrides that hold in all of them; no environment can be called so. */
    static final String EVERYWHERE = "*";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,127}");
    private static final int LONGEST_PLACE = 240;

    private final String key;
    private final @Nullable String json;

    private Edit(String key, @Nullable String json) {
        this.key = key;
        this.json = json;
    }

    static Edit of(String key, @Nullable String json) {
        return new Edit(key, json);
    }

    /**
     * Sets a flag, whether there is one or not.
     *
     * @param key the flag's key
     * @param json its definition
     * @return the edit
     * @throws IllegalArgumentException if no flag can be called so
     */
    public static Edit flag(String key, String json) {
        return new Edit(FLAG + name("flag", key), Objects.requireNonNull(json, "a flag needs a definition"));
    }

    /**
     * Removes a flag.
     *
     * @param key the flag's key
     * @return the edit
     * @throws IllegalArgumentException if no flag can be called so
     */
    public static Edit removeFlag(String key) {
        return new Edit(FLAG + name("flag", key), null);
    }

    /**
     * Sets a segment, whether there is one or not.
     *
     * @param name its name
     * @param json its definition, such as {@code {"when": {"attribute": "country", "equals": "DE"}}}
     * @return the edit
     * @throws IllegalArgumentException if no segment can be called so
     */
    public static Edit segment(String name, String json) {
        return new Edit(SEGMENT + name("segment", name), Objects.requireNonNull(json, "a segment needs a definition"));
    }

    /**
     * Removes a segment.
     *
     * @param name its name
     * @return the edit
     * @throws IllegalArgumentException if no segment can be called so
     */
    public static Edit removeSegment(String name) {
        return new Edit(SEGMENT + name("segment", name), null);
    }

    /**
     * Sets what the switches force.
     *
     * @param json the document's section {@code switches}; null removes it
     * @return the edit
     */
    public static Edit switches(@Nullable String json) {
        return new Edit(SWITCHES, json);
    }

    /**
     * Sets which environments there are.
     *
     * @param json the document's section {@code environments}; null removes it
     * @return the edit
     */
    public static Edit environments(@Nullable String json) {
        return new Edit(ENVIRONMENTS, json);
    }

    /**
     * Sets an operator's override.
     *
     * @param override the flag, its variant, and when it ends
     * @param environment where it holds; null is everywhere, and an override of an environment comes before one of everywhere
     * @return the edit
     * @throws IllegalArgumentException if nothing can be called so
     */
    public static Edit override(OperatorOverride override, @Nullable String environment) {
        ObjectNode json = Json.object();
        json.put("variant", override.variant());
        if (override.until() != null) {
            json.put("until", override.until().toString());
        }
        return new Edit(place(override.flag(), environment), Json.text(json));
    }

    /**
     * Takes an operator's override back.
     *
     * @param flag the flag's key
     * @param environment as it was set
     * @return the edit
     * @throws IllegalArgumentException if nothing can be called so
     */
    public static Edit clearOverride(String flag, @Nullable String environment) {
        return new Edit(place(flag, environment), null);
    }

    private static String place(String flag, @Nullable String environment) {
        String where = environment == null ? EVERYWHERE : name("environment", environment);
        String place = OVERRIDE + where + "/" + name("flag", flag);
        if (place.length() > LONGEST_PLACE) {
            throw new IllegalArgumentException("an override's flag and environment have together at most "
                    + (LONGEST_PLACE - OVERRIDE.length() - 1) + " characters: shorten the environment's name");
        }
        return place;
    }

    private static String name(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "no " + what + " can be called so: a name begins with a letter and goes on"
                            + " with letters, digits, dots, dashes and underscores, at most 128 in all");
        }
        return name;
    }

    /**
     * Sets all that a document has: environments, segments, switches and flags. What it does not have stays as it is.
     *
     * @param text the document
     * @param format its syntax
     * @return an edit for each, more perhaps than {@value FlagChange#MAXIMUM_EDITS}
     * @throws dev.terrace.flags.DefinitionsException if anything is wrong with the document
     */
    public static List<Edit> document(String text, Format format) {
        return DocumentEdits.of(text, format);
    }

    /**
     * What is set or removed.
     *
     * @return such as {@code flag/new_checkout}
     */
    public String key() {
        return key;
    }

    /**
     * What it is set to.
     *
     * @return null where it is removed
     */
    public @Nullable String json() {
        return json;
    }

    @Override
    public String toString() {
        return (json == null ? "remove " : "set ") + key;
    }
}
