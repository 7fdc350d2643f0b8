package dev.terrace.flags.store;

import dev.terrace.flags.Definitions;
import dev.terrace.flags.DefinitionsException;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Setting;
import dev.terrace.flags.internal.chain.Json;
import dev.terrace.flags.internal.chain.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What edits would make of what is stored. Immutable.
 *
 * @param before what is stored
 * @param after what would be
 * @param edits those that change anything, with what was before
 * @param problems all that is wrong with what would be
 */
record Draft(StoredFlags before, StoredFlags after, List<Link.Edited> edits, List<Problem> problems) {

    /** So that a trail record has room for what was before, what is after, and a long reason. */
    static final int MAXIMUM_BYTES = 28_000;

    private static final int MAXIMUM_TEXT = 4 * MAXIMUM_BYTES;

    static Draft of(StoredFlags stored, List<Edit> wanted) {
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable String> changed = new LinkedHashMap<>();
        List<Link.Edited> edits = new ArrayList<>();
        for (Edit edit : wanted) {
            String before = stored.contents().get(edit.key());
            String after = edit.json() == null ? null : json(edit.key(), edit.json(), problems);
            if (before == null ? after != null : !before.equals(after)) {
                changed.put(edit.key(), after);
                edits.add(new Link.Edited(edit.key(), before, after));
            }
        }
        StoredFlags after = stored.with(changed);
        if (problems.isEmpty() && !edits.isEmpty()) {
            check(after, problems);
        }
        return new Draft(stored, after, edits, problems);
    }

    /** As it will be stored. */
    private static @Nullable String json(String key, String text, List<Problem> problems) {
        if (text.length() > MAXIMUM_TEXT) {
            problems.add(large(key, text.length()));
            return null;
        }
        try {
            JsonNode node = Json.read(text);
            if (node.isNull() || node.isMissingNode()) {
                problems.add(problem(key, "nothing is set", "give a definition, or remove it"));
                return null;
            }
            String json = Json.text(node);
            int bytes = json.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAXIMUM_BYTES) {
                problems.add(large(key, bytes));
            }
            return json;
        } catch (JacksonException e) {
            problems.add(problem(key, "not JSON: " + e.getOriginalMessage(), "correct the syntax"));
            return null;
        }
    }

    private static Problem large(String key, int bytes) {
        return problem(
                key,
                "a definition of " + bytes + " bytes",
                "a store takes " + MAXIMUM_BYTES + " for each: move conditions into segments");
    }

    static Problem problem(String key, String message, String cure) {
        return new Problem(0, key, message, cure);
    }

    private static void check(StoredFlags after, List<Problem> problems) {
        Definitions definitions;
        try {
            definitions = after.definitions();
        } catch (DefinitionsException e) {
            e.problems().forEach(one -> problems.add(placeless(one)));
            return;
        }
        checkOverrides(after, definitions, problems);
    }

    /** The document was put together here, so its lines mean nothing to anybody. */
    private static Problem placeless(Problem problem) {
        return new Problem(0, problem.path(), problem.message(), problem.cure());
    }

    private static void checkOverrides(StoredFlags after, Definitions definitions, List<Problem> problems) {
        Set<String> environments = new TreeSet<>();
        for (String[] override : after.overridden()) {
            String environment = override[0];
            String flag = override[1];
            if (!after.contents().containsKey(Edit.FLAG + flag)) {
                problems.add(problem(
                        Edit.OVERRIDE + environment + "/" + flag,
                        "there is no flag \"" + flag + "\"",
                        "take the override back in the same change, or define the flag"));
            } else if (environment.equals(Edit.EVERYWHERE)) {
                environments.addAll(definitions.environments());
                environments.add(Edit.EVERYWHERE);
            } else if (definitions.environments().contains(environment)) {
                environments.add(environment);
            } else {
                problems.add(problem(
                        Edit.OVERRIDE + environment + "/" + flag,
                        "there is no environment \"" + environment + "\"",
                        "choose one of " + new TreeSet<>(definitions.environments())
                                + ", or take the override back in the same change"));
            }
        }
        for (String environment : environments) {
            try {
                definitions.compile(setting(environment, after));
            } catch (DefinitionsException e) {
                e.problems().forEach(one -> addOnce(placeless(one), problems));
            }
        }
    }

    private static void addOnce(Problem problem, List<Problem> problems) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private static Setting setting(String environment, StoredFlags stored) {
        return environment.equals(Edit.EVERYWHERE)
                ? Setting.none().overrides(stored.overrides(null))
                : Setting.of(environment).overrides(stored.overrides(environment));
    }
}
