package dev.terrace.flags;

import dev.terrace.flags.internal.document.Fingerprint;
import dev.terrace.flags.internal.rules.Condition;
import dev.terrace.flags.internal.rules.Match;
import dev.terrace.flags.internal.rules.Trace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * One flag, ready to be evaluated. Immutable; it knows the flags that it rests on directly, so an evaluation sees one
 * snapshot and no map but the first. The order of decide() is the precedence that is promised (FLAG-4). Explanations
 * walk the same code with a trace.
 */
final class CompiledFlag {

    /** A flag's answer while a switch is on. */
    record Forced(CompiledFlag by, Switch kind, Evaluation<Object> answer) {}

    /** What an operator has set, until a moment in milliseconds. */
    record Operator(Evaluation<Object> answer, long until) {}

    /** Another flag, and what it must answer. */
    record Prerequisite(CompiledFlag flag, Set<String> variants) {}

    /** A condition, null for everyone, and its answer. */
    record Rule(String name, @Nullable Condition condition, Answer answer) {}

    /** All there is to know of a flag. */
    record Parts(
            FlagInfo info,
            long definition,
            List<Forced> forced,
            @Nullable Evaluation<Object> variable,
            List<Operator> overrides,
            @Nullable Evaluation<Object> disabled,
            List<Prerequisite> prerequisites,
            Evaluation<Object> prerequisiteFailed,
            @Nullable Schedule schedule,
            List<Rule> rules,
            Evaluation<Object> fallback) {}

    final FlagInfo info;
    final FlagType type;

    /** Whether anything in it goes by the clock. */
    final boolean timed;

    /** The steps that an evaluation may take. */
    final long cost;

    /** Of all that it answers by; equal ones answer the same. */
    final long fingerprint;

    private final Forced[] forced;
    private final @Nullable Evaluation<Object> variable;
    private final Operator[] overrides;
    private final @Nullable Evaluation<Object> disabled;
    private final Prerequisite[] prerequisites;
    private final Evaluation<Object> prerequisiteFailed;
    private final @Nullable Schedule schedule;
    private final Rule[] rules;
    private final Evaluation<Object> fallback;

    CompiledFlag(Parts parts) {
        info = parts.info();
        type = info.type();
        forced = parts.forced().toArray(new Forced[0]);
        variable = parts.variable();
        overrides = parts.overrides().toArray(new Operator[0]);
        disabled = parts.disabled();
        prerequisites = parts.prerequisites().toArray(new Prerequisite[0]);
        prerequisiteFailed = parts.prerequisiteFailed();
        schedule = parts.schedule();
        rules = parts.rules().toArray(new Rule[0]);
        fallback = parts.fallback();
        timed = schedule != null
                || overrides.length > 0
                || parts.forced().stream().anyMatch(one -> one.by().timed)
                || parts.prerequisites().stream().anyMatch(one -> one.flag().timed);
        cost = Math.min(Integer.MAX_VALUE, costs(parts));
        fingerprint = fingerprintOf(parts);
    }

    private static long fingerprintOf(Parts parts) {
        long print = parts.definition();
        for (Forced one : parts.forced()) {
            print = Fingerprint.mix(
                    Fingerprint.mix(print, one.by().fingerprint),
                    String.valueOf(one.answer().variant()));
        }
        if (parts.variable() != null) {
            print = Fingerprint.mix(
                    Fingerprint.mix(print, "variable"),
                    String.valueOf(parts.variable().variant()));
        }
        for (Operator one : parts.overrides()) {
            print = Fingerprint.mix(
                    Fingerprint.mix(print, one.until()),
                    String.valueOf(one.answer().variant()));
        }
        for (Prerequisite one : parts.prerequisites()) {
            print = Fingerprint.mix(print, one.flag().fingerprint);
        }
        return print;
    }

    private static long costs(Parts parts) {
        long cost = 1;
        for (Rule rule : parts.rules()) {
            cost += rule.condition() == null ? 1 : 1 + rule.condition().cost();
        }
        for (Prerequisite prerequisite : parts.prerequisites()) {
            cost += prerequisite.flag().cost;
        }
        for (Forced one : parts.forced()) {
            cost += one.by().cost;
        }
        return cost;
    }

    Evaluation<Object> decide(@Nullable String unit, Map<String, Object> attributes, long now, @Nullable Trace trace) {
        for (Forced one : forced) {
            boolean on = one.by().isOn(now);
            if (trace != null) {
                trace.line(one.kind().key + " is " + (on ? "on" : "off"));
            }
            if (on) {
                return one.answer();
            }
        }
        if (variable != null) {
            return variable;
        }
        for (Operator override : overrides) {
            if (now < override.until()) {
                return override.answer();
            }
        }
        if (disabled != null) {
            return disabled;
        }
        for (Prerequisite prerequisite : prerequisites) {
            if (!holds(prerequisite, unit, attributes, now, trace)) {
                return prerequisiteFailed;
            }
        }
        Answer scheduled = schedule == null ? null : schedule.at(now);
        if (scheduled != null) {
            return scheduled.choose(unit, trace);
        }
        for (Rule rule : rules) {
            if (matches(rule, unit, attributes, trace)) {
                return rule.answer().choose(unit, trace);
            }
        }
        return fallback;
    }

    /** A switch is asked for nobody: it has no rules. */
    boolean isOn(long now) {
        return Boolean.TRUE.equals(decide(null, Map.of(), now, null).value());
    }

    private static boolean holds(
            Prerequisite prerequisite,
            @Nullable String unit,
            Map<String, Object> attributes,
            long now,
            @Nullable Trace trace) {
        if (trace != null) {
            trace.line("requires " + prerequisite.flag().info.key() + " to answer " + prerequisite.variants());
            trace.in();
        }
        Evaluation<Object> answer = prerequisite.flag().decide(unit, attributes, now, trace);
        if (trace != null) {
            trace.line("it answers " + answer.variant() + " (" + answer.reason() + ")");
            trace.out();
        }
        return answer.variant() != null && prerequisite.variants().contains(answer.variant());
    }

    private static boolean matches(
            Rule rule, @Nullable String unit, Map<String, Object> attributes, @Nullable Trace trace) {
        if (rule.condition() == null) {
            if (trace != null) {
                trace.line("rule " + rule.name() + ": for everyone");
            }
            return true;
        }
        if (trace == null) {
            return rule.condition().match(unit, attributes, null) == Match.YES;
        }
        trace.line("rule " + rule.name());
        trace.in();
        Match match = rule.condition().match(unit, attributes, trace);
        trace.out();
        trace.line("rule " + rule.name() + (match == Match.YES ? " matches" : " does not match"));
        return match == Match.YES;
    }
}
