package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BadDocumentsTest {

    private static final String HEAD = "{type: string, variants: {a: x, b: y}, default: a";

    @Test
    void problems_ofAWholeDocument_areToldAtOnceWithLinesAndCures() {
        List<Problem> problems = Documents.problems("""
                flags:
                  first: {type: boolan, default: off, colour: 1}
                  second:
                    type: boolean
                    default: maybe
                    prerequisites:
                      - {flag: nowhere, variants: [on]}
                      - {flag: fourth, variants: [perhaps]}
                  third: {type: boolean, default: off, rules: [{when: {segment: gone}, variant: on}]}
                  fourth: {type: boolean, default: off}
                  fourth: {type: boolean, default: on}
                """);
        assertThat(problems).extracting(Problem::line).containsExactly(2, 2, 5, 7, 8, 9, 11);
        assertThat(problems)
                .extracting(Problem::path)
                .contains(
                        "/flags/first/type",
                        "/flags/first/colour",
                        "/flags/second/default",
                        "/flags/second/prerequisites/0/flag",
                        "/flags/second/prerequisites/1/variants",
                        "/flags/third/rules/0/when/segment",
                        "/flags/fourth");
        assertThat(problems).allSatisfy(problem -> assertThat(problem.cure()).isNotBlank());
        assertThatThrownBy(() -> Definitions.parse("{}", Format.YAML))
                .isInstanceOf(DefinitionsException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("flags");
    }

    /** A flag's end after its default, and what is said of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", salt: s, rules: [{split: {a: 50, b: 49.999}}]} | add up to 99.999",
                ", salt: s, rules: [{split: {a: 50, b: 50.001}}]} | add up to 100.001",
                ", salt: s, rules: [{rollout: {percent: 12.3456, variant: a}}]} | multiple of 0.001",
                ", salt: s, rules: [{rollout: {percent: 100.001, variant: a}}]} | maximum",
                ", salt: s, rules: [{rollout: {percent: -1, variant: a}}]} | minimum",
                ", salt: s, rules: [{rollout: {percent: 1}}]} | one and only one",
                ", rules: [{rollout: {percent: 1, variant: a}}]} | has no salt",
                ", rules: [{variant: a, split: {a: 100}}]} | one and only one",
                ", rules: [{when: {attribute: q}, variant: a}]} | at least 2 properties",
                ", rules: [{when: {attribute: q, equals: a, segment: s}, variant: a}]} | one and only one",
                ", rules: [{when: {attribute: q, regex: '(?=a)'}, variant: a}]} | not a regular expression",
                ", rules: [{when: {attribute: q, regex: '(a)\\1'}, variant: a}]} | not a regular expression",
                ", rules: [{when: {attribute: q, regex: '((a{900}){900}){900}'}, variant: a}]} | more than 2000 instructions",
                ", rules: [{when: {attribute: q, version: '>=1.2'}, variant: a}]} | not a range of semantic versions",
                ", rules: [{when: {attribute: q, before: tomorrow}, variant: a}]} | not a moment",
                ", rules: [{when: {attribute: q, cidr: 10.0.0.1/8}, variant: a}]} | not a block of addresses",
                ", rules: [{when: {attribute: q, exists: false, equals: a}, variant: a}]} | never hold together",
                ", off: c} | no variant \"c\"",
                ", expires: 2027-02-30} | not a date",
                ", schedule: {zone: Mars/Base, steps: [{at: '2026-01-01T00:00', variant: a}]}} | not a time zone",
                ", schedule: {zone: UTC, steps: [{at: '2026-01-01T00:00Z', variant: a}]}} | not a local date",
                ", schedule: {zone: UTC, steps: [{at: '2026-01-01T00:00'}]}} | one and only one",
                ", environments: {moon: {state: off}}} | no environment \"moon\"",
                ", environments: {production: {default: c}}} | no variant \"c\"",
                ", rules: &x [*x]} | an alias",
                ", description: !!str x} | a tag",
            })
    void flag_withOneFault_isToldOfIt(String end, String message) {
        assertThat(Documents.problems("flags:\n  f: " + HEAD + end))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains(message);
                    assertThat(problem.line()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "boolean, 1",
        "string, true",
        "integer, 1.5",
        "integer, 9223372036854775808",
        "number, x",
        "object, [1]",
        "object, {x: null}"
    })
    void variant_ofAnotherType_isRefused(String type, String value) {
        assertThat(Documents.problems("flags:\n  f: {type: %s, variants: {a: %s}, default: a}".formatted(type, value)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("not a value of type " + type));
    }

    @Test
    void cycles_ofFlagsSegmentsAndEnvironments_areRefusedWithTheirPaths() {
        assertThat(Documents.problems("""
                environments: {a: {inherits: b}, b: {inherits: a}}
                segments:
                  s: {when: {segment: t}}
                  t: {when: {not: {segment: s}}}
                flags:
                  f: {type: boolean, default: on, prerequisites: [{flag: g, variants: [on]}]}
                  g: {type: boolean, default: on, prerequisites: [{flag: f, variants: [on]}]}
                """))
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("s -> t -> s"))
                .anyMatch(message -> message.contains("f -> g -> f"))
                .anyMatch(message -> message.contains("\"a\" inherits from itself"));
    }

    @Test
    void salts_ofTwoFlagsThatAreTheSame_areRefused() {
        assertThat(Documents.problems("""
                flags:
                  f: {type: boolean, default: off, salt: s, rules: [{rollout: {percent: 1, variant: on}}]}
                  g: {type: boolean, default: off, salt: s, rules: [{rollout: {percent: 1, variant: on}}]}
                """))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("same salt"));
    }

    @Test
    void switches_thatNobodyCanTurnOnOrThatHaveRules_areRefused() {
        assertThat(Documents.problems("""
                switches:
                  emergency_shutdown: [{all: true}]
                  read_only_mode: [{flags: [nowhere, read_only_mode]}]
                flags:
                  read_only_mode: {type: boolean, default: off, rules: [{variant: on}]}
                """))
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("could turn this switch on"))
                .anyMatch(message -> message.contains("no flag \"nowhere\""))
                .anyMatch(message -> message.contains("cannot be forced"))
                .anyMatch(message -> message.contains("holds for everyone"));
    }

    static List<String> notEvenDocuments() {
        return List.of(
                "",
                "[",
                "{\"flags\": {\"a\": }",
                "{} {}",
                "]",
                "\"flags\"",
                "{\"flags\": 1e999999999}",
                "{\"flags\": " + "9".repeat(200_000) + "}",
                "{\"flags\":\u0000}",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("notEvenDocuments")
    void text_thatIsNoDocument_isRefusedInEachFormat(String text) {
        for (Format format : Format.values()) {
            assertThat(Documents.problems(text, format)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void document_ofOneHundredMegabytes_isRefusedAndNotRead(Format format) {
        class Endless extends InputStream {
            long read;

            @Override
            public int read() {
                return ++read > 100_000_000 ? -1 : ' ';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Arrays.fill(bytes, offset, offset + length, (byte) ' ');
                read += length;
                return read > 100_000_000 ? -1 : length;
            }
        }
        Endless endless = new Endless();
        assertThatThrownBy(() -> Definitions.parse(endless, format)).isInstanceOf(DefinitionsException.class);
        assertThat(endless.read).isLessThan(10_000_000);
        assertThat(Documents.problems(" ".repeat(9_000_000), format))
                .singleElement()
                .satisfies(problem -> assertThat(problem.cure()).contains("8 MiB"));
    }

    @Test
    void bytes_thatAreNotUtf8_areRefused() throws IOException {
        byte[] latin = "flags: {} # ä".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Definitions.parse(new ByteArrayInputStream(latin), Format.YAML))
                .hasMessageContaining("not UTF-8");
        byte[] marked = "\uFEFF{\"flags\": {}}".getBytes(StandardCharsets.UTF_8);
        assertThat(Definitions.parse(new ByteArrayInputStream(marked), Format.JSON)
                        .environments())
                .contains("production");
    }

    @Test
    void rules_thatWouldTakeLong_areRefused() {
        String numbers = IntStream.range(0, 11_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        assertThat(Documents.problems("""
                flags:
                  f: {type: boolean, default: off, rules: [{when: {attribute: q, in: [%s]}, variant: on}]}
                """.formatted(numbers)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("steps"));
        String doubled = IntStream.range(0, 60)
                .mapToObj(i -> "  s%d: {when: {all: [{segment: s%d}, {segment: s%d}]}}".formatted(i, i + 1, i + 1))
                .collect(Collectors.joining("\n"));
        assertThat(Documents.problems(
                        "segments:\n" + doubled + "\n  s60: {when: {attribute: q, equals: 1}}\nflags: {}"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("steps"));
    }

    @Test
    void chains_ofThousands_areRefusedWithoutAStackOverflow() {
        String segments = IntStream.range(0, 5_000)
                .mapToObj(i -> "  s%d: {when: {segment: s%d}}".formatted(i, i + 1))
                .collect(Collectors.joining("\n"));
        String flags = IntStream.range(0, 5_000)
                .mapToObj(i -> "  f%d: {type: boolean, default: on, prerequisites: [{flag: f%d, variants: [on]}]}"
                        .formatted(i, i + 1))
                .collect(Collectors.joining("\n"));
        assertThat(Documents.problems(
                        "segments:\n" + segments + "\n  s5000: {when: {attribute: q, equals: 1}}\nflags:\n" + flags
                                + "\n  f5000: {type: boolean, default: on}"))
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("prerequisites"))
                .anyMatch(message -> message.contains("segments") || message.contains("nest"));
    }
}
