package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/*
 * Every combination of what can decide a flag is built and evaluated. Each has a variant of its own, so an answer names its
 * author; the strongest that is there must be the author. The order of the constants is the promise.
 */
@Tag("proves:FLAG-4")
class PrecedenceTest {

    /** What can decide, the strongest first. */
    private enum Level {
        EMERGENCY(Reason.EMERGENCY_SHUTDOWN),
        MAINTENANCE(Reason.MAINTENANCE),
        READ_ONLY(Reason.READ_ONLY),
        VARIABLE(Reason.VARIABLE_OVERRIDE),
        OPERATOR(Reason.OPERATOR_OVERRIDE),
        STATE_OFF(Reason.DISABLED),
        PREREQUISITE(Reason.PREREQUISITE_FAILED),
        SCHEDULE(Reason.SCHEDULE),
        RULE(Reason.TARGETING_MATCH);

        final Reason reason;

        Level(Reason reason) {
            this.reason = reason;
        }

        String variant() {
            return this == STATE_OFF || this == PREREQUISITE ? "off" : name();
        }
    }

    /** How a switch is turned on. */
    private enum By {
        DEFAULT,
        VARIABLE,
        OPERATOR,
        SCHEDULE
    }

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final StringFlag FLAG = StringFlag.of("asked", "missing");

    @Test
    void answer_everyCombinationOfLevels_isTheStrongestOnes() {
        int combinations = 0;
        for (By by : By.values()) {
            for (int bits = 0; bits < 1 << Level.values().length; bits++) {
                Set<Level> there = levels(bits);
                Evaluation<String> answer = evaluate(there, by);
                Level strongest = there.stream().findFirst().orElse(null);
                String variant = strongest == null ? "DEFAULT" : strongest.variant();
                Reason reason = strongest == null ? Reason.STATIC : strongest.reason;
                assertThat(answer.variant()).as("%s, switches by %s", there, by).isEqualTo(variant);
                assertThat(answer.reason()).as("%s, switches by %s", there, by).isEqualTo(reason);
                combinations++;
            }
        }
        assertThat(combinations).isEqualTo(4 * 512);
    }

    @Test
    void rules_firstThatMatches_answers() {
        Flags flags = Documents.flags("""
                flags:
                  asked:
                    type: string
                    variants: {a: a, b: b, c: c}
                    default: c
                    rules:
                      - {when: {attribute: x, equals: 1}, variant: a}
                      - {when: {attribute: y, equals: 1}, variant: b}
                      - {when: {attribute: x, exists: true}, variant: c}
                """);
        EvaluationContext both = EvaluationContext.of("u").with("x", 1).with("y", 1);
        assertThat(flags.evaluate(FLAG, both).rule()).isEqualTo("rules[0]");
        assertThat(flags.evaluate(FLAG, both.with("x", 2)).variant()).isEqualTo("b");
        assertThat(flags.evaluate(FLAG, EvaluationContext.of("u")).reason()).isEqualTo(Reason.DEFAULT);
    }

    @Test
    void operatorOverride_thatHasEnded_leavesTheWordToTheNext() {
        List<OperatorOverride> overrides = List.of(
                new OperatorOverride("asked", "OPERATOR", NOW),
                new OperatorOverride("asked", "RULE", NOW.plusMillis(1)));
        Snapshot snapshot = Documents.compiled(
                document(Set.of(), By.DEFAULT), Setting.none().overrides(overrides));
        assertThat(Flags.of(snapshot, InstantSource.fixed(NOW.minusMillis(1))).value(FLAG, "u"))
                .isEqualTo("OPERATOR");
        assertThat(Flags.of(snapshot, InstantSource.fixed(NOW)).value(FLAG, "u"))
                .isEqualTo("RULE");
        assertThat(Flags.of(snapshot, InstantSource.fixed(NOW.plusMillis(1))).value(FLAG, "u"))
                .isEqualTo("DEFAULT");
    }

    private static Set<Level> levels(int bits) {
        Set<Level> there = EnumSet.noneOf(Level.class);
        List<Level> all = List.of(Level.values());
        for (int i = 0; i < all.size(); i++) {
            if ((bits & 1 << i) != 0) {
                there.add(all.get(i));
            }
        }
        return there;
    }

    private static Evaluation<String> evaluate(Set<Level> there, By by) {
        Map<String, String> variables = new HashMap<>();
        List<OperatorOverride> operators = new ArrayList<>();
        if (there.contains(Level.VARIABLE)) {
            variables.put("TERRACE_FLAG_ASKED", "VARIABLE");
        }
        if (there.contains(Level.OPERATOR)) {
            operators.add(new OperatorOverride("asked", "OPERATOR", NOW.plusSeconds(1)));
        }
        for (Map.Entry<Level, String> one : switches(there).entrySet()) {
            if (by == By.VARIABLE) {
                variables.put("TERRACE_FLAG_" + one.getValue().toUpperCase(Locale.ROOT), "true");
            } else if (by == By.OPERATOR) {
                operators.add(new OperatorOverride(one.getValue(), "on", null));
            }
        }
        Setting setting = Setting.none().variables(variables).overrides(operators);
        return Flags.of(Documents.compiled(document(there, by), setting), InstantSource.fixed(NOW))
                .evaluate(FLAG, EvaluationContext.of("u"));
    }

    private static Map<Level, String> switches(Set<Level> there) {
        Map<Level, String> switches = new HashMap<>(Map.of(
                Level.EMERGENCY, "emergency_shutdown",
                Level.MAINTENANCE, "maintenance_mode",
                Level.READ_ONLY, "read_only_mode"));
        switches.keySet().retainAll(there);
        return switches;
    }

    private static String document(Set<Level> there, By by) {
        Map<Level, String> on = switches(there);
        StringBuilder text = new StringBuilder("""
                switches:
                  emergency_shutdown: [{tags: [t], variant: EMERGENCY}]
                  maintenance_mode: [{categories: [c], variant: MAINTENANCE}]
                  read_only_mode: [{flags: [asked], variant: READ_ONLY}]
                flags:
                  never: {type: boolean, default: off}
                """);
        for (String key : List.of("emergency_shutdown", "maintenance_mode", "read_only_mode")) {
            text.append("  ").append(key).append(": {type: boolean, default: ");
            text.append(by == By.DEFAULT && on.containsValue(key) ? "on" : "off");
            if (by == By.SCHEDULE && on.containsValue(key)) {
                text.append(", schedule: {zone: UTC, steps: [{at: \"2026-06-01T12:00\", variant: on}]}");
            }
            text.append("}\n");
        }
        text.append("""
                  asked:
                    type: string
                    tags: [t]
                    category: c
                    variants: {EMERGENCY: EMERGENCY, MAINTENANCE: MAINTENANCE, READ_ONLY: READ_ONLY, VARIABLE: VARIABLE,
                               OPERATOR: OPERATOR, off: off, SCHEDULE: SCHEDULE, RULE: RULE, DEFAULT: DEFAULT}
                    default: DEFAULT
                """);
        if (there.contains(Level.STATE_OFF)) {
            text.append("    state: off\n");
        }
        if (there.contains(Level.PREREQUISITE)) {
            text.append("    prerequisites: [{flag: never, variants: [on]}]\n");
        }
        if (there.contains(Level.SCHEDULE)) {
            text.append("    schedule: {zone: UTC, steps: [{at: \"2026-06-01T12:00\", variant: SCHEDULE}]}\n");
        }
        if (there.contains(Level.RULE)) {
            text.append("    rules: [{variant: RULE}]\n");
        }
        return text.toString();
    }
}
