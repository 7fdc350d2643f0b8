package dev.terrace.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {

    private static final int MAIN_LINES = 500;
    private static final int TEST_LINES = 800;

    /** A directory of somebody's machine, as an absolute path. In pieces, so that this file is none of its own finds. */
    private static final Pattern MACHINE = Pattern.compile("(?<![\\w.$}/-])" + "/" + "(work|root|home)" + "/");

    @Test
    void sources_length_isBounded() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path module : House.modules()) {
            tooLong.addAll(longer(module.resolve("src/main"), MAIN_LINES));
            tooLong.addAll(longer(module.resolve("src/test"), TEST_LINES));
        }
        assertThat(tooLong)
                .as("files that are too long; split them by who owns which state")
                .isEmpty();
    }

    @Test
    void files_machinePaths_none() throws IOException {
        assertThat(machinePaths(House.ROOT))
                .as("absolute paths of one machine; make them relative, or find them at run time")
                .isEmpty();
    }

    @Test
    void longer_plantedFile_isFound(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("Long.java"), "\n".repeat(MAIN_LINES + 1));
        Files.writeString(directory.resolve("Short.java"), "\n".repeat(MAIN_LINES));
        assertThat(longer(directory, MAIN_LINES)).singleElement().asString().contains("Long.java");
    }

    @Test
    void machinePaths_plantedFile_isFound(@TempDir Path directory) throws IOException {
        String work = "work";
        Files.writeString(directory.resolve("bad.txt"), "fine\nlog=/" + work + "/log\n");
        Files.writeString(directory.resolve("good.txt"), "https://example.org/" + work + "/log and ./" + work + "/\n");
        assertThat(machinePaths(directory)).singleElement().asString().contains("bad.txt:2");
    }

    private static List<String> longer(Path directory, int limit) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : House.files(directory, ".java")) {
            int lines = Files.readAllLines(file).size();
            if (lines > limit) {
                found.add("%s has %d lines of %d".formatted(House.shortName(file), lines, limit));
            }
        }
        return found;
    }

    private static List<String> machinePaths(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : House.files(directory)) {
            // Any bytes are text in this charset; what looks for ASCII loses nothing.
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < lines.size(); i++) {
                if (MACHINE.matcher(lines.get(i)).find()) {
                    found.add(House.shortName(file) + ":" + (i + 1) + " "
                            + lines.get(i).strip());
                }
            }
        }
        return found;
    }
}
