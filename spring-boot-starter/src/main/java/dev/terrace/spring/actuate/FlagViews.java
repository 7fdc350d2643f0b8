package dev.terrace.spring.actuate;

import dev.terrace.flags.Evaluation;
import dev.terrace.flags.FlagInfo;
import dev.terrace.flags.Problem;
import dev.terrace.flags.audit.AuditPage;
import dev.terrace.flags.audit.AuditRecord;
import dev.terrace.flags.store.ChangeOutcome;
import dev.terrace.flags.store.StoreHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown of flags. */
final class FlagViews {

    private FlagViews() {}

    static Map<String, Object> info(FlagInfo info) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("type", info.type().name().toLowerCase(Locale.ROOT));
        view.put("variants", info.variants());
        put(view, "description", info.description());
        put(view, "owner", info.owner());
        put(view, "category", info.category());
        put(view, "expires", info.expires() == null ? null : info.expires().toString());
        if (!info.tags().isEmpty()) {
            view.put("tags", info.tags());
        }
        view.put("version", info.version());
        return view;
    }

    static Map<String, Object> store(StoreHealth health) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("version", health.version().toString());
        put(
                view,
                "lookedAt",
                health.lookedAt() == null ? null : health.lookedAt().toString());
        view.put("failures", health.failures());
        view.put("answers", health.lastFailure() == null && health.lookedAt() != null);
        return view;
    }

    static Map<String, Object> evaluation(Evaluation<?> evaluation, Object none) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("key", evaluation.key());
        if (!none.equals(evaluation.value())) {
            view.put("value", evaluation.value());
        }
        put(view, "variant", evaluation.variant());
        view.put("reason", evaluation.reason().name());
        put(view, "rule", evaluation.rule());
        view.put("version", evaluation.version());
        put(
                view,
                "error",
                evaluation.error() == null ? null : evaluation.error().name());
        return view;
    }

    static Map<String, Object> page(AuditPage page) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("records", page.records().stream().map(FlagViews::record).toList());
        view.put("next", page.next());
        view.put("more", page.more());
        return view;
    }

    private static Map<String, Object> record(AuditRecord record) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sequence", record.sequence());
        view.put("time", record.time().toString());
        view.put("actor", record.actor());
        view.put("reason", record.reason());
        view.put("change", record.change());
        view.put(
                "edits",
                record.edits().stream()
                        .map(edit -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("key", edit.key());
                            put(one, "before", edit.before());
                            put(one, "after", edit.after());
                            return one;
                        })
                        .toList());
        view.put("hash", record.hash());
        return view;
    }

    /** What became of a change, if it or something like it was made; else it is refused. */
    static Map<String, Object> outcome(ChangeOutcome outcome, String id) {
        if (outcome instanceof ChangeOutcome.Applied applied) {
            return Map.of("outcome", "applied", "version", applied.version().toString(), "id", id);
        }
        if (outcome instanceof ChangeOutcome.Unchanged unchanged) {
            return Map.of("outcome", "unchanged", "version", unchanged.version().toString(), "id", id);
        }
        if (outcome instanceof ChangeOutcome.Conflict conflict) {
            throw new Answers.RefusedException(
                    Answers.CONFLICT,
                    "what the change touches is no longer as it was; nothing was changed",
                    "look at the flag again, and send the change with its present version",
                    Map.of(
                            "expected", conflict.expected().toString(),
                            "current", conflict.current().toString(),
                            "keys", conflict.keys()));
        }
        List<Problem> problems = outcome instanceof ChangeOutcome.Refused refused ? refused.problems() : List.of();
        throw new Answers.RefusedException(
                Answers.UNPROCESSABLE,
                "what would result cannot be used; nothing was changed",
                "mend each of the problems",
                Map.of("problems", problems.stream().map(Problem::toString).toList()));
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value);
        }
    }
}
