package dev.terrace.testkit.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/*
 * Each mutant is one source compiled anew, in front of the class path of a process of its own that lives histories until one breaks a
 * promise. In several rounds, from seeds that lie far apart: the median says how soon the simulator notices that the guard is gone.
 */
/** The command behind {@code ./mutants}. */
public final class Mutants {

    private static final long APART = 10_000_000;
    private static final Pattern BROKEN = Pattern.compile("broken in history (\\d+)");
    private static final String USAGE = """
            Usage: ./mutants [--most N] [--rounds N] [PART...]
                   ./mutants --tests [PART...]
                Removes each guard whose description contains a PART, or each of all, and counts the histories until the simulator
                notices: at most so many (20,000), in so many rounds (5). Those that a test is to notice are listed, not run; with
                --tests these are removed from a copy of the repository, and the build runs the test of each.
            """;

    private Mutants() {}

    /**
     * Ends the process with 1 if a mutant lives, with 2 if the arguments are malformed.
     *
     * @param arguments the options
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> parts = new ArrayList<>(List.of(arguments));
        boolean byTests = parts.remove("--tests");
        int most = taken(parts, "--most", 20_000);
        int rounds = taken(parts, "--rounds", 5);
        List<Mutant> chosen = Mutant.all().stream()
                .filter(mutant -> parts.isEmpty() || parts.stream().anyMatch(mutant.what()::contains))
                .toList();
        if (chosen.isEmpty()) {
            System.err.print("mutants: no mutant's description contains that\n" + USAGE);
            System.exit(2);
        }
        List<Mutant> left =
                chosen.stream().filter(mutant -> mutant.test() != null).toList();
        if (byTests) {
            System.exit(NamedTests.run(Path.of(System.getProperty("terrace.root")), left) == 0 ? 0 : 1);
        }
        chosen = chosen.stream().filter(mutant -> mutant.test() == null).toList();
        int alive = 0;
        System.out.println("| without | median seeds | all rounds |\n| --- | ---: | --- |");
        for (Mutant mutant : chosen) {
            List<Integer> seeds = seedsUntilBroken(mutant, most, rounds);
            boolean lives = seeds.get(seeds.size() / 2) > most;
            alive += lives ? 1 : 0;
            System.out.printf(
                    "| %s | %s | %s |%n",
                    mutant.what(),
                    lives ? "**lives**" : String.format(Locale.ROOT, "%,d", seeds.get(seeds.size() / 2)),
                    seeds.stream()
                            .map(count -> count == Integer.MAX_VALUE ? "-" : String.format(Locale.ROOT, "%,d", count))
                            .reduce((one, other) -> one + ", " + other)
                            .orElse(""));
        }
        System.out.printf("%n%d of %d mutants are noticed%n", chosen.size() - alive, chosen.size());
        if (!left.isEmpty()) {
            System.out.println("\n| without | left to |\n| --- | --- |");
            left.forEach(mutant -> System.out.printf("| %s | %s |%n", mutant.what(), mutant.test()));
        }
        System.exit(alive == 0 ? 0 : 1);
    }

    private static int taken(List<String> arguments, String option, int otherwise) {
        int place = arguments.indexOf(option);
        if (place < 0) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(arguments.get(place + 1));
            arguments.subList(place, place + 2).clear();
            return value;
        } catch (NumberFormatException | IndexOutOfBoundsException malformed) {
            System.err.print("mutants: " + option + " wants a whole number\n" + USAGE);
            System.exit(2);
            throw new AssertionError(malformed);
        }
    }

    private static List<Integer> seedsUntilBroken(Mutant mutant, int most, int rounds)
            throws IOException, InterruptedException {
        Path classes = Files.createTempDirectory("mutant");
        try {
            compile(mutant, classes);
            List<Integer> seeds = new ArrayList<>();
            int survived = 0;
            for (int round = 0; round < rounds; round++) {
                boolean decided = survived > rounds / 2; // it lives, whatever the other rounds would say
                seeds.add(decided ? Integer.MAX_VALUE : live(classes, 1 + round * APART, most));
                survived += seeds.get(round) > most ? 1 : 0;
            }
            return seeds.stream().sorted().toList();
        } finally {
            delete(classes);
        }
    }

    /** Deletes a directory and all that is in it. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void compile(Mutant mutant, Path classes) throws IOException {
        Path root = Path.of(System.getProperty("terrace.root"));
        Path source = Files.createDirectories(classes.resolve("source"))
                .resolve(mutant.path(root).getFileName());
        Files.writeString(source, mutant.mutated(root));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
            boolean compiled = compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("'" + mutant.what() + "' does not compile: " + said);
            }
        }
    }

    /** How many histories were lived, that in which a promise was broken included; more than allowed if none was. */
    private static int live(Path classes, long first, int most) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Most end before the second compiler would pay.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "dev.terrace.testkit.simulation.Simulate",
                        "--until-broken",
                        Long.toString(first),
                        Integer.toString(most))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        Matcher broken = BROKEN.matcher(said);
        if (status == 1 && broken.find()) {
            return Integer.parseInt(broken.group(1));
        }
        if (status != 0) {
            return 1; // whatever it died of, it was noticed at once
        }
        return Integer.MAX_VALUE;
    }
}
