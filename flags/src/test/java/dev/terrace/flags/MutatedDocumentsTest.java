package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The example of docs/flags.md, right as it stands, and broken in all manner of ways: it is used or refused, nothing else. */
class MutatedDocumentsTest {

    private static final int MUTANTS = 1_000;
    private static final List<String> BITS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "\n",
            "  ",
            "- ",
            "&a ",
            "*a",
            "!!x ",
            "null",
            "true",
            "0",
            "-1",
            "1e9",
            "1e999999",
            "99999999999999999999",
            "default",
            "rules",
            "variant",
            "split",
            "rollout",
            "percent",
            "when",
            "attribute",
            "all",
            "not",
            "segment",
            "flags",
            "switches",
            "environments",
            "schedule",
            "zone",
            "steps",
            "at",
            "prerequisites",
            "type",
            "boolean",
            "string",
            "object",
            " #",
            "|",
            "? ",
            "%",
            "@",
            "\t",
            "\0",
            "\ud83d");

    @Test
    void parse_theExampleOfTheDocumentation_isRight() throws IOException {
        Flags flags = Flags.of(Definitions.parse(example(), Format.YAML).compile(Setting.of("staging")));
        assertThat(flags.isOn(BooleanFlag.of("new_checkout", false), "u")).isTrue();
        assertThat(flags.snapshot().version()).isEqualTo(12);
    }

    @Test
    void parse_mutants_areUsedOrRefusedWithReasons() throws IOException {
        String example = example();
        Random random = new Random(20);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutated(example, random);
            try {
                Definitions.parse(mutant, Format.YAML).compile(Setting.of("staging"));
            } catch (DefinitionsException e) {
                refused++;
                assertThat(e.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.cure()).isNotBlank());
            } catch (RuntimeException e) {
                fail("mutant " + i + " of seed 20:\n" + mutant, e);
            }
        }
        assertThat(refused).isBetween(MUTANTS / 2, MUTANTS - 1);
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(mutant.length());
            String bit = BITS.get(random.nextInt(BITS.size()));
            switch (random.nextInt(4)) {
                case 0 -> mutant.insert(at, bit);
                case 1 -> mutant.delete(at, Math.min(mutant.length(), at + 1 + random.nextInt(20)));
                case 2 -> mutant.replace(at, Math.min(mutant.length(), at + 1 + random.nextInt(8)), bit);
                default -> {
                    int from = random.nextInt(mutant.length());
                    mutant.insert(at, mutant.substring(from, Math.min(mutant.length(), from + random.nextInt(60))));
                }
            }
        }
        return mutant.toString();
    }

    private static String example() throws IOException {
        String page = Files.readString(Path.of("../docs/flags.md"));
        int from = page.indexOf("```yaml\n") + 8;
        return page.substring(from, page.indexOf("```", from));
    }
}
