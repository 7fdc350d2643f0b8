package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Where results are left. Stateless. */
final class Results {

    private Results() {}

    /** Writes both forms under a title, and shows people the table. */
    static void leave(Path directory, String title, String json, String markdown, PrintStream out) throws IOException {
        Path data = Files.writeString(directory.resolve(title + ".json"), json);
        Path table = Files.writeString(directory.resolve(title + ".md"), markdown);
        out.printf("%n%s%n%s%n%s%n", markdown, data, table);
    }

    /** Deletes a directory with all that is in it. */
    static void delete(Path directory) throws IOException {
        List<Path> files;
        try (var all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
