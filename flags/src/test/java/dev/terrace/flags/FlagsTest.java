package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FlagsTest {

    private static final String DOCUMENT = """
            version: 3
            flags:
              truth: {type: boolean, default: on}
              text: {type: string, variants: {a: hello}, default: a, version: 9}
              whole: {type: integer, variants: {big: 9007199254740993}, default: big}
              number: {type: number, variants: {half: 0.5, one: 1}, default: one}
              object: {type: object, variants: {o: {name: x, list: [1, 2.5, true], deep: {y: z}}}, default: o}
              rollout: {type: boolean, default: off, salt: r, rules: [{rollout: {percent: 100, variant: on}}]}
              split: {type: string, variants: {a: A, b: B}, default: b, salt: p, rules: [{name: halves, split: {a: 100, b: 0}}]}
              outside: {type: string, variants: {a: A, b: B}, default: b, salt: q, rules: [{rollout: {percent: 0, variant: a, otherwise: b}}]}
              disabled: {type: string, variants: {a: A, dark: D}, default: a, off: dark, state: off, rules: [{variant: a}]}
              requires: {type: boolean, default: on, prerequisites: [{flag: disabled, variants: [a]}]}
              timed: {type: boolean, default: off, schedule: {zone: UTC, steps: [{at: "2026-01-01T00:00", variant: on}]}}
            """;

    private final Flags flags = Documents.flags(DOCUMENT);
    private final EvaluationContext somebody = EvaluationContext.of("u");

    @Test
    void value_ofEachType_isRead() {
        assertThat(flags.isOn(BooleanFlag.of("truth", false), "u")).isTrue();
        assertThat(flags.value(StringFlag.of("text", ""), "u")).isEqualTo("hello");
        assertThat(flags.value(IntegerFlag.of("whole", 0), "u")).isEqualTo(9007199254740993L);
        assertThat(flags.value(NumberFlag.of("number", 0), "u")).isEqualTo(1.0);
        assertThat(flags.value(ObjectFlag.of("object", Map.of()), "u"))
                .isEqualTo(Map.of("name", "x", "list", List.of(1L, 2.5, true), "deep", Map.of("y", "z")));
        assertThat(flags.evaluate("whole", "none", somebody).value()).isEqualTo(9007199254740993L);
    }

    @Test
    void value_ofAnObject_cannotBeChanged() {
        Map<String, Object> object = flags.value(ObjectFlag.of("object", Map.of()), "u");
        assertThatThrownBy(() -> object.put("a", "b")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) Objects.requireNonNull(object.get("deep"))).clear())
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> ((List<?>) Objects.requireNonNull(object.get("list"))).clear())
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void evaluate_eachWay_saysWhy() {
        assertThat(answer("truth")).isEqualTo("on STATIC null 3 null");
        assertThat(answer("text")).isEqualTo("a STATIC null 9 null");
        assertThat(answer("rollout")).isEqualTo("on SPLIT rules[0] 3 null");
        assertThat(answer("split")).isEqualTo("a SPLIT halves 3 null");
        assertThat(answer("outside")).isEqualTo("b SPLIT rules[0] 3 null");
        assertThat(answer("disabled")).isEqualTo("dark DISABLED null 3 null");
        assertThat(answer("requires")).isEqualTo("off PREREQUISITE_FAILED null 3 null");
        assertThat(answer("missing")).isEqualTo("null ERROR null 0 FLAG_NOT_FOUND");
    }

    @Test
    void evaluate_withoutAUnit_isNotInAndSaysSo() {
        for (EvaluationContext nobody : List.of(EvaluationContext.empty(), EvaluationContext.of(""))) {
            for (String key : List.of("rollout", "split", "outside")) {
                Evaluation<Object> answer = flags.evaluate(key, "default", nobody);
                assertThat(answer.variant()).isEqualTo(key.equals("rollout") ? "off" : "b");
                assertThat(answer.reason()).isEqualTo(Reason.TARGETING_KEY_MISSING);
                assertThat(answer.error()).isEqualTo(ErrorCode.TARGETING_KEY_MISSING);
            }
        }
        assertThat(flags.isOn(BooleanFlag.of("rollout", true), "")).isFalse();
    }

    @Test
    @Tag("proves:FLAG-1")
    void evaluate_whatCannotBe_answersTheDefaultWithTheReason() {
        Evaluation<Boolean> mismatch = flags.evaluate(BooleanFlag.of("text", true), somebody);
        assertThat(mismatch.value()).isTrue();
        assertThat(mismatch.reason()).isEqualTo(Reason.ERROR);
        assertThat(mismatch.error()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(mismatch.version()).isEqualTo(9);
        assertThat(flags.evaluate(NumberFlag.of("whole", 7), somebody).error()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(flags.value(IntegerFlag.of("number", 7), "u")).isEqualTo(7);
        assertThat(flags.evaluate(StringFlag.of("missing", "d"), somebody).value())
                .isEqualTo("d");
        assertThat(flags.explain("missing", somebody)).contains("no such flag");
        assertThat(Flags.of(Snapshot.empty()).isOn(BooleanFlag.of("truth", true), "u"))
                .isTrue();
    }

    @Test
    @Tag("proves:FLAG-1")
    void evaluate_withAClockThatFails_answersTheDefaultAndCounts() {
        InstantSource broken = () -> {
            throw new IllegalStateException("no time");
        };
        Flags timed = Flags.of(Documents.compiled(DOCUMENT), broken);
        BooleanFlag flag = BooleanFlag.of("timed", true);
        assertThat(timed.isOn(flag, "u")).isTrue();
        assertThat(timed.evaluate(flag, somebody).error()).isEqualTo(ErrorCode.GENERAL);
        assertThat(timed.evaluate("timed", "d", somebody).value()).isEqualTo("d");
        assertThat(timed.explain("timed", somebody)).contains("cannot be evaluated");
        assertThat(timed.failures()).isEqualTo(4);
        assertThat(timed.isOn(BooleanFlag.of("truth", false), "u"))
                .as("what needs no clock")
                .isTrue();
    }

    @Test
    @Tag("proves:FLAG-1")
    void evaluate_withWhateverAttributes_neverThrows() {
        Flags all = Documents.flags("""
                flags:
                  f:
                    type: boolean
                    default: off
                    salt: f
                    rules:
                      - {when: {attribute: q, equals: 1, in: [a, true]}, variant: on}
                      - {when: {attribute: q, greaterThan: 1.5}, variant: on}
                      - {when: {attribute: q, atMost: -9223372036854775808}, variant: on}
                      - {when: {attribute: q, contains: [a, b], regex: "(a|b)*c"}, variant: on}
                      - {when: {attribute: q, version: ">=1.0.0-rc.1"}, variant: on}
                      - {when: {attribute: q, before: 2020-01-01}, variant: on}
                      - {when: {attribute: q, cidr: [10.0.0.0/8, "fe80::/10"]}, variant: on}
                      - rollout: {percent: 50, split: {on: 50, off: 50}}
                """);
        Random random = new Random(20);
        for (int i = 0; i < 20_000; i++) {
            EvaluationContext context = EvaluationContext.of(random.nextInt(5) == 0 ? null : text(random))
                    .with("q", value(random, 2));
            Evaluation<Object> answer = all.evaluate("f", "d", context);
            assertThat(answer.variant()).isIn("on", "off");
            assertThat(all.explain("f", context)).contains("answers " + answer.variant());
        }
        assertThat(all.failures()).isZero();
    }

    @Test
    void explain_aPath_tellsItWithoutValues() {
        Flags explained = Documents.flags("""
                switches: {maintenance_mode: [{all: true}]}
                segments: {staff: {when: {attribute: email, endsWith: "@acme.example"}}}
                flags:
                  maintenance_mode: {type: boolean, default: off, schedule: {zone: UTC, steps: [{at: "2100-01-01T00:00", variant: on}]}}
                  base: {type: boolean, default: on}
                  f:
                    type: boolean
                    default: off
                    salt: f
                    prerequisites: [{flag: base, variants: [on]}]
                    rules: [{name: staff, when: {segment: staff}, variant: on}, {rollout: {percent: 25, variant: on}}]
                """);
        String text = explained.explain("f", EvaluationContext.of("u").with("email", "secret@other.example"));
        assertThat(text)
                .contains(
                        "maintenance_mode is off", "requires base to answer [on]", "email ends with @acme.example: no")
                .contains("rule staff does not match", "of 100000 is", "answers o")
                .doesNotContain("secret");
    }

    @Test
    void replace_anotherSnapshot_isSeenAtOnce() {
        Snapshot before = flags.replace(Documents.compiled("flags: {truth: {type: boolean, default: off}}"));
        assertThat(flags.isOn(BooleanFlag.of("truth", true), "u")).isFalse();
        assertThat(flags.replace(before).version()).isZero();
        assertThat(flags.isOn(BooleanFlag.of("truth", false), "u")).isTrue();
    }

    @Test
    void require_flagsThatCodeKnows_namesAllThatAreWrong() {
        Snapshot snapshot = flags.snapshot();
        snapshot.require(List.of(BooleanFlag.of("truth", true), NumberFlag.of("number", 1)));
        assertThatThrownBy(() -> snapshot.require(List.of(BooleanFlag.of("trouth", true), StringFlag.of("number", ""))))
                .isInstanceOf(DefinitionsException.class)
                .hasMessageContaining("trouth")
                .hasMessageContaining("defined as number");
        assertThat(Documents.compiled(
                                "flags: {read_only_mode: {type: boolean, default: off}, a: {type: boolean, default: on}}")
                        .unused(List.of()))
                .isEqualTo(Set.of("a"));
    }

    private String answer(String key) {
        Evaluation<Object> answer = flags.evaluate(key, "default", somebody);
        return answer.variant() + " " + answer.reason() + " " + answer.rule() + " " + answer.version() + " "
                + answer.error();
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 10)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> random.nextBoolean();
            case 4 -> Instant.ofEpochMilli(random.nextLong());
            case 5 -> new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt());
            case 6, 7 -> text(random);
            case 8 -> new Object();
            default -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }

    private static String text(Random random) {
        String letters = "0123456789.:-+abTZv/\0\ud83d\ude00ä";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
