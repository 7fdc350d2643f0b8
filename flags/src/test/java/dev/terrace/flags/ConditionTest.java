package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionTest {

    /** An operator, a value of the attribute, whether the condition holds, whether its negation does. */
    static Stream<Arguments> table() {
        List<Arguments> rows = new ArrayList<>();
        yes(rows, "equals: DE", "DE", List.of("FR", "DE"));
        no(rows, "equals: DE", "de", "", List.of("FR"), List.of());
        unknown(rows, "equals: DE", null, 1, true, new Object(), List.of(1));
        yes(rows, "equals: 1", 1, 1L, 1.0, (byte) 1, new BigDecimal("1.00"), BigInteger.ONE);
        no(rows, "equals: 1", 2, 1.5, Long.MAX_VALUE, new BigDecimal("1e30"));
        unknown(rows, "equals: 1", "1", Double.NaN, Double.POSITIVE_INFINITY, new BigDecimal("1e999999"));
        yes(rows, "equals: 9007199254740993", 9007199254740993L);
        no(rows, "equals: 9007199254740993", 9007199254740992L, 9007199254740992.0);
        yes(rows, "equals: 0.1", 0.1, new BigDecimal("0.1"));
        yes(rows, "equals: true", true);
        no(rows, "equals: true", false);
        unknown(rows, "equals: true", "true", 1);
        yes(rows, "in: [a, 2, false]", "a", 2.0, false);
        no(rows, "in: [a, 2, false]", "b", 3, true);
        yes(rows, "in: [a, b, c, d, e, f, g, h, i, a]", "a", "i", List.of("x", "h"));
        no(rows, "in: [a, b, c, d, e, f, g, h, i, a]", "j", "");
        unknown(rows, "in: [a, b, c, d, e, f, g, h, i, a]", 1, true);
        yes(rows, "in: [a, a]", "a");
        yes(rows, "greaterThan: 18", 19, 18.5);
        no(rows, "greaterThan: 18", 18, -1);
        yes(rows, "atLeast: 18, lessThan: 65", 18, 64.9);
        no(rows, "atLeast: 18, lessThan: 65", 17, 65);
        unknown(rows, "atLeast: 18, lessThan: 65", "20", null);
        yes(rows, "atMost: 0", 0, -0.0);
        yes(rows, "startsWith: [\"+49\", \"+43\"]", "+491", "+43");
        yes(rows, "startsWith: beta", "beta".repeat(300));
        no(rows, "startsWith: [\"+49\", \"+43\"]", "49", "");
        yes(rows, "endsWith: \"@acme.example\"", "a@acme.example");
        yes(rows, "contains: beta", "a beta b", List.of("x", "beta"));
        unknown(rows, "contains: beta", 7, "beta".repeat(300), List.of("a".repeat(600), "a".repeat(600) + "beta"));
        yes(rows, "regex: \"^v[0-9]+$\"", "v12");
        no(rows, "regex: \"^v[0-9]+$\"", "v", "xv1");
        unknown(rows, "regex: \"a\"", "a".repeat(2_000), 1);
        yes(rows, "version: \">=1.2.0 <2.0.0\"", "1.2.0", "1.10.0", "1.99.99+build", "2.0.0-rc.1");
        no(rows, "version: \">=1.2.0 <2.0.0\"", "1.2.0-rc.1", "2.0.0", "0.9.0");
        unknown(rows, "version: \">=1.2.0\"", "1.2", "v1.2.0", "01.2.0", "1.2.0-", "", 1.2);
        yes(rows, "version: 1.0.0", "1.0.0+x");
        no(rows, "version: \"!=1.0.0\"", "1.0.0");
        yes(
                rows,
                "before: 2026-12-01",
                "2026-11-30",
                "2026-12-01T00:30:00+01:00",
                LocalDate.of(2026, 1, 1),
                Instant.EPOCH);
        no(rows, "before: 2026-12-01", "2026-12-01", Instant.parse("2026-12-01T00:00:00Z"));
        unknown(rows, "before: 2026-12-01", "soon", 0, "2026-12-01T00:00:00");
        yes(rows, "after: \"2026-12-01T00:00:00+01:00\"", "2026-11-30T23:00:01Z");
        yes(rows, "cidr: [10.0.0.0/8, \"2001:db8::/32\"]", "10.255.0.1", "2001:db8:ffff::1", "::ffff:10.1.2.3");
        no(rows, "cidr: [10.0.0.0/8, \"2001:db8::/32\"]", "11.0.0.1", "2001:db9::1", "::1");
        unknown(rows, "cidr: 10.0.0.0/8", "10.0.0", "10.0.0.01", "localhost", "10.0.0.256", "1:2", ":::", "1::2::3");
        yes(rows, "cidr: 192.168.1.7", "192.168.1.7");
        no(rows, "cidr: \"::/0\"", "10.0.0.1");
        yes(rows, "exists: true", "x", new Object());
        yes(rows, "exists: false", (Object) null);
        no(rows, "exists: true", (Object) null);
        no(rows, "exists: true, equals: a", null, "b");
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void condition_onAnAttribute_holdsOrNot(String operator, @Nullable Object value, String expected) {
        Flags flags = Documents.flags("""
                flags:
                  plain: {type: boolean, default: off, rules: [{when: {attribute: q, %s}, variant: on}]}
                  negated: {type: boolean, default: off, rules: [{when: {not: {attribute: q, %s}}, variant: on}]}
                """.formatted(operator, operator));
        EvaluationContext context = EvaluationContext.of("u").with("q", value);
        Evaluation<Boolean> plain = flags.evaluate(BooleanFlag.of("plain", true), context);
        assertThat(plain.value()).isEqualTo(expected.equals("yes"));
        assertThat(plain.reason()).isEqualTo(expected.equals("yes") ? Reason.TARGETING_MATCH : Reason.DEFAULT);
        assertThat(plain.error()).isNull();
        assertThat(flags.isOn(BooleanFlag.of("negated", true), context)).isEqualTo(expected.equals("no"));
        assertThat(flags.explain("plain", context))
                .contains(expected.equals("unknown") ? "cannot be said" : ": " + expected);
    }

    @Test
    void allAndAny_withWhatNobodyKnows_followKleene() {
        Flags flags = Documents.flags("""
                segments:
                  known: {when: {attribute: a, equals: 1}}
                  missing: {when: {attribute: b, equals: 1}}
                flags:
                  any: {type: boolean, default: off, rules: [{when: {any: [{segment: missing}, {segment: known}]}, variant: on}]}
                  all: {type: boolean, default: off, rules: [{when: {all: [{segment: missing}, {segment: known}]}, variant: on}]}
                  notAll: {type: boolean, default: off, rules: [{when: {not: {all: [{segment: missing}, {segment: known}]}}, variant: on}]}
                  unit: {type: boolean, default: off, rules: [{when: {attribute: targetingKey, startsWith: u}, variant: on}]}
                """);
        EvaluationContext one = EvaluationContext.of("u").with("a", 1);
        EvaluationContext two = EvaluationContext.of("v").with("a", 2);
        assertThat(List.of(
                        on(flags, "any", one), on(flags, "all", one), on(flags, "notAll", one), on(flags, "unit", one)))
                .isEqualTo(List.of(true, false, false, true));
        assertThat(List.of(
                        on(flags, "any", two), on(flags, "all", two), on(flags, "notAll", two), on(flags, "unit", two)))
                .isEqualTo(List.of(false, false, true, false));
    }

    @Test
    void withAll_nullsAndLists_areCopied() {
        List<Object> list = new ArrayList<>(Arrays.asList("x", null));
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("q", list);
        values.put("r", null);
        EvaluationContext context = EvaluationContext.of("u").withAll(values);
        list.clear();
        values.clear();
        assertThat(context.attributes()).isEqualTo(Map.of("q", List.of("x")));
    }

    private static boolean on(Flags flags, String key, EvaluationContext context) {
        return flags.isOn(BooleanFlag.of(key, true), context);
    }

    private static void yes(List<Arguments> rows, String operator, @Nullable Object... values) {
        add(rows, operator, "yes", values);
    }

    private static void no(List<Arguments> rows, String operator, @Nullable Object... values) {
        add(rows, operator, "no", values);
    }

    private static void unknown(List<Arguments> rows, String operator, @Nullable Object... values) {
        add(rows, operator, "unknown", values);
    }

    private static void add(List<Arguments> rows, String operator, String expected, @Nullable Object[] values) {
        for (Object value : values) {
            rows.add(Arguments.of(operator, value, expected));
        }
    }
}
