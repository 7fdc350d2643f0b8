package dev.terrace.testkit.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * The repository is copied, so that nothing that happens on the way leaves a guard out of it. In the copy a guard is taken out, the build
 * runs the one test, and the guard is put back.
 */
/** Removes guards that are left to a test, and runs that. Not thread-safe. */
final class NamedTests {

    private static final Pattern FAILED = Pattern.compile("Tests run: \\d+, Failures: (?:[1-9]|0, Errors: [1-9])");
    private static final List<String> LEFT_BEHIND = List.of("target", ".git");

    private final Path copy;

    private NamedTests(Path copy) {
        this.copy = copy;
    }

    /** How many of these mutants live; prints a line for each. */
    static int run(Path root, List<Mutant> mutants) throws IOException, InterruptedException {
        Path copy = Files.createTempDirectory("mutants");
        try {
            copy(root, copy);
            NamedTests tests = new NamedTests(copy);
            System.out.println("\n| without | noticed by |\n| --- | --- |");
            int alive = 0;
            for (Mutant mutant : mutants) {
                boolean noticed = tests.notices(mutant, String.valueOf(mutant.test()));
                alive += noticed ? 0 : 1;
                System.out.printf("| %s | %s`%s` |%n", mutant.what(), noticed ? "" : "**not** ", mutant.test());
            }
            System.out.printf(
                    "%n%d of %d mutants are noticed by their tests%n", mutants.size() - alive, mutants.size());
            return alive;
        } finally {
            Mutants.delete(copy);
        }
    }

    private boolean notices(Mutant mutant, String test) throws IOException, InterruptedException {
        Path source = mutant.path(copy);
        String whole = Files.readString(source);
        Files.writeString(source, mutant.mutated(copy));
        try {
            return FAILED.matcher(build(test)).find();
        } finally {
            Files.writeString(source, whole);
        }
    }

    private String build(String test) throws IOException, InterruptedException {
        String[] names = test.split("\\.", 2);
        boolean starts = names[0].endsWith("IT");
        List<String> command = new ArrayList<>(List.of(
                copy.resolve("mvnw").toString(),
                "-q",
                "-B",
                "-ntp",
                "-am",
                "-pl",
                module(names[0], names[1]),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dfailsafe.failIfNoSpecifiedTests=false",
                "-Dspotless.check.skip=true",
                "-Dtest=" + (starts ? "NoSuchTest" : test.replace('.', '#')),
                "-Dit.test=" + test.replace('.', '#'),
                starts ? "verify" : "test"));
        Process process = new ProcessBuilder(command)
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** The module whose tests have a method of a class. */
    private String module(String test, String method) throws IOException {
        try (Stream<Path> modules = Files.list(copy)) {
            for (Path module : modules.sorted(Comparator.naturalOrder()).toList()) {
                if (has(module.resolve("src/test/java"), test, method)) {
                    return module.getFileName().toString();
                }
            }
        }
        throw new IllegalStateException("no module has a test " + test + "." + method);
    }

    private static boolean has(Path tests, String test, String method) throws IOException {
        if (!Files.isDirectory(tests)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(tests)) {
            @Nullable
            Path file =
                    files.filter(one -> one.endsWith(test + ".java")).findAny().orElse(null);
            return file != null && Files.readString(file).contains("void " + method + "(");
        }
    }

    private static void copy(Path root, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Path relative = root.relativize(file);
                boolean wanted = LEFT_BEHIND.stream().noneMatch(name -> contains(relative, name));
                if (wanted && Files.isDirectory(file)) {
                    Files.createDirectories(copy.resolve(relative));
                } else if (wanted) {
                    Files.copy(file, copy.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static boolean contains(Path path, String name) {
        for (Path part : path) {
            if (part.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
