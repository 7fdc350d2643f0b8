package dev.terrace.testkit.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * mutants.txt has one paragraph for each, between lines of dashes:
 *
 *   what the guard is for
 *   path of the source, from the module's package dev/terrace on
 *   the test that notices, if that is not the simulator
 *   <<<
 *   the guard as it stands, exactly once in the source
 *   ===
 *   what stands there without it
 *   >>>
 */
/**
 * The protocol without one of its guards.
 *
 * @param what what is missing
 * @param source where
 * @param guard the text that stands there
 * @param without the text instead
 * @param test the test that is to notice, or null if the simulator is
 */
record Mutant(
        String what,
        String source,
        String guard,
        String without,
        @Nullable String test) {

    private static final String CORE = "cache-core/src/main/java/dev/terrace/cache/";
    private static final String SERVERS = "testkit/src/main/java/dev/terrace/testkit/simulation/";

    /** All that are listed. */
    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>();
        for (String paragraph : text().split("(?m)^-{3,}\n", -1)) {
            if (!paragraph.isBlank()) {
                all.add(parse(paragraph));
            }
        }
        return all;
    }

    private static Mutant parse(String paragraph) {
        int open = paragraph.indexOf("<<<\n");
        int middle = paragraph.indexOf("\n===\n", open);
        int close = paragraph.indexOf(">>>", middle);
        String[] head = paragraph.substring(0, open).strip().split("\n", -1);
        String without = paragraph.substring(middle + 5, close);
        return new Mutant(
                head[0],
                head[1].strip(),
                paragraph.substring(open + 4, middle),
                without.isEmpty() ? "" : without.substring(0, without.length() - 1),
                head.length > 2 ? head[2].strip() : null);
    }

    /** Where the source lies below the root of the repository. */
    Path path(Path root) {
        Path core = root.resolve(CORE + source);
        return Files.exists(core) ? core : root.resolve(SERVERS + source);
    }

    /** The source without the guard. */
    String mutated(Path root) throws IOException {
        String text = Files.readString(path(root));
        int first = text.indexOf(guard);
        if (first < 0 || text.indexOf(guard, first + 1) >= 0) {
            throw new IllegalStateException(
                    "the guard of '" + what + "' stands " + (first < 0 ? "nowhere" : "twice") + " in " + source);
        }
        return text.substring(0, first) + without + text.substring(first + guard.length());
    }

    private static String text() {
        try (InputStream in = Mutant.class.getResourceAsStream("mutants.txt")) {
            if (in == null) {
                throw new IllegalStateException("mutants.txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
