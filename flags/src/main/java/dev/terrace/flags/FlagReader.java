package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.Fingerprint;
import dev.terrace.flags.internal.rules.Condition;
import dev.terrace.flags.internal.rules.ConditionReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Compiles one flag, as it is in one environment. */
final class FlagReader {

    private static final String RULES = "rules";

    private final String key;
    private final Mapping flag;
    private final SnapshotCompiler all;
    private final Faults faults;
    private final ConditionReader conditions;
    private final FlagInfo info;
    private final Variants variants;
    private final String byDefault;
    private final String off;

    /** For a flag with which the schema agrees. */
    FlagReader(String key, Mapping flag, SnapshotCompiler all) {
        this.key = key;
        this.flag = flag;
        this.all = all;
        faults = all.faults();
        conditions = all.conditions();
        FlagType type = FlagType.valueOf(String.valueOf(flag.text("type")).toUpperCase(Locale.ROOT));
        Long own = flag.whole("version");
        long version = own == null ? all.version() : own;
        variants = Variants.read(key, type, version, flag, faults);
        byDefault = variants.named(flag, "default");
        off = variants.off(flag, byDefault);
        info = new FlagInfo(
                key,
                type,
                variants.names(),
                flag.text("description"),
                flag.text("owner"),
                texts(flag, "tags"),
                flag.text("category"),
                expires(),
                version,
                metadata());
    }

    /** Other flags are compiled by the given function, which answers null where that cannot be. */
    CompiledFlag read(BiFunction<String, DocumentNode, @Nullable CompiledFlag> others) {
        String salt = flag.text("salt");
        AnswerReader answers = new AnswerReader(variants, salt, byDefault, faults);
        Mapping scheduled = flag.mapping("schedule");
        Schedule schedule = scheduled == null ? null : new ScheduleReader(answers, faults).read(scheduled);
        List<CompiledFlag.Rule> rules = rules(answers);
        if (answers.divides()) {
            checkSalt(salt);
        }
        if (Switch.of(key) != null) {
            checkSwitch(answers.divides());
        }
        Evaluation<Object> fallback =
                variants.answer(byDefault, rules.isEmpty() ? Reason.STATIC : Reason.DEFAULT, null);
        Evaluation<Object> disabled =
                "off".equals(flag.text("state")) ? variants.answer(off, Reason.DISABLED, null) : null;
        return new CompiledFlag(new CompiledFlag.Parts(
                info,
                Fingerprint.mix(all.segmentsFingerprint(), Fingerprint.of(flag)),
                forced(others),
                all.overrides().variable(key, variants),
                all.overrides().operators(key, variants),
                disabled,
                prerequisites(others),
                variants.answer(off, Reason.PREREQUISITE_FAILED, null),
                schedule,
                rules,
                fallback));
    }

    private List<CompiledFlag.Rule> rules(AnswerReader answers) {
        List<CompiledFlag.Rule> rules = new ArrayList<>();
        for (DocumentNode item : flag.items(RULES)) {
            if (item instanceof Mapping rule) {
                String name = rule.text("name") == null ? RULES + "[" + rules.size() + "]" : rule.text("name");
                DocumentNode when = rule.get("when");
                Condition condition = when == null ? null : conditions.read(when);
                Answer answer = answers.read(rule, String.valueOf(name), Reason.TARGETING_MATCH);
                if (answer != null) {
                    rules.add(new CompiledFlag.Rule(String.valueOf(name), condition, answer));
                }
            }
        }
        return rules;
    }

    private List<CompiledFlag.Forced> forced(BiFunction<String, DocumentNode, @Nullable CompiledFlag> others) {
        List<CompiledFlag.Forced> forced = new ArrayList<>();
        for (Switch one : Switch.values()) {
            Evaluation<Object> answer = all.switches().forced(one, info, variants, off);
            CompiledFlag by = answer == null ? null : others.apply(one.key, flag);
            // A switch that is off for good is none.
            if (answer != null && by != null && (by.timed || by.isOn(0))) {
                forced.add(new CompiledFlag.Forced(by, one, answer));
            }
        }
        return forced;
    }

    private List<CompiledFlag.Prerequisite> prerequisites(
            BiFunction<String, DocumentNode, @Nullable CompiledFlag> others) {
        List<CompiledFlag.Prerequisite> prerequisites = new ArrayList<>();
        for (DocumentNode item : flag.items("prerequisites")) {
            String other = item instanceof Mapping node ? node.text("flag") : null;
            if (!(item instanceof Mapping node) || other == null) {
                continue;
            }
            if (!all.isDefined(other)) {
                faults.add(
                        node.placeOf("flag"),
                        "there is no flag \"" + other + "\"",
                        "define it under flags, or correct the key");
                continue;
            }
            CompiledFlag compiled = others.apply(other, node);
            if (compiled == null) {
                continue; // what is wrong with it has been said
            }
            Set<String> asked = new HashSet<>(texts(node, "variants"));
            for (String variant : asked) {
                if (!compiled.info.variants().contains(variant)) {
                    faults.add(
                            node.placeOf("variants"),
                            "flag \"" + other + "\" has no variant \"" + variant + "\"",
                            "name one of " + compiled.info.variants());
                }
            }
            prerequisites.add(new CompiledFlag.Prerequisite(compiled, asked));
        }
        return prerequisites;
    }

    private void checkSalt(@Nullable String salt) {
        if (salt == null) {
            faults.add(
                    flag.place(),
                    "flag \"" + key + "\" divides its units and has no salt",
                    "add salt: " + key + ", and leave it as it is when the flag is renamed");
            return;
        }
        String other = all.claimSalt(salt, key);
        if (other != null) {
            faults.add(
                    flag.placeOf("salt"),
                    "flag \"" + other + "\" has the same salt, so both would choose the same units",
                    "give each flag a salt of its own");
        }
    }

    private void checkSwitch(boolean divides) {
        if (info.type() != FlagType.BOOLEAN) {
            faults.add(flag.placeOf("type"), "\"" + key + "\" is a switch, and not boolean", "make it boolean");
        }
        if (divides
                || !flag.items(RULES).isEmpty()
                || !flag.items("prerequisites").isEmpty()) {
            faults.add(
                    flag.place(),
                    "\"" + key + "\" is a switch, and holds for everyone: it has no rules, shares and prerequisites",
                    "take them out");
        }
    }

    private @Nullable LocalDate expires() {
        String text = flag.text("expires");
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            faults.add(flag.placeOf("expires"), "not a date", "write \"2027-01-31\"");
            return null;
        }
    }

    /** Texts, truths, longs and doubles. */
    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        Mapping given = flag.mapping("metadata");
        if (given != null) {
            given.entries().forEach((name, node) -> {
                if (node instanceof Scalar scalar && scalar.value() != null) {
                    metadata.put(
                            name, scalar.value() instanceof BigDecimal number ? number.doubleValue() : scalar.value());
                }
            });
        }
        return metadata;
    }

    private static List<String> texts(Mapping node, String field) {
        List<String> texts = new ArrayList<>();
        for (DocumentNode item : node.items(field)) {
            if (item instanceof Scalar scalar && scalar.value() instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }
}
