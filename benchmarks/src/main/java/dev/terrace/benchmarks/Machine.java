package dev.terrace.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where and when something was measured.
 *
 * @param date by this machine's clock
 * @param commit of the checkout, with "-dirty" if files differ from it; "unknown" without git
 * @param jvm name and version
 * @param os name, version and architecture
 * @param processor its name, if the system tells
 * @param cores how many the JVM may use
 * @param load runnable threads over the last minute, before the run; negative if the system does not tell
 */
record Machine(String date, String commit, String jvm, String os, String processor, int cores, double load) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    static Machine here(Path checkout) {
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                commit(checkout),
                property("java.vm.name") + " " + property("java.vm.version"),
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                loadNow());
    }

    /** What is known, for programs. */
    Map<String, Object> facts(double loadAfter) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("date", date);
        facts.put("commit", commit);
        facts.put("jvm", jvm);
        facts.put("os", os);
        facts.put("processor", processor);
        facts.put("cores", cores);
        facts.put("loadBefore", load);
        facts.put("loadAfter", loadAfter);
        return facts;
    }

    /** What is known, for the foot of a table. */
    String foot(double loadAfter) {
        return String.format(
                Locale.ROOT,
                "%s, %s, %s, %d cores, load %.1f before and %.1f after, commit %s, %s.",
                jvm,
                os,
                processor,
                cores,
                load,
                loadAfter,
                commit,
                date);
    }

    static double loadNow() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String commit(Path checkout) {
        String commit = git(checkout, "rev-parse", "HEAD");
        return commit.isEmpty()
                ? "unknown"
                : commit + (git(checkout, "status", "--porcelain").isEmpty() ? "" : "-dirty");
    }

    private static String git(Path checkout, String... arguments) {
        var command = new java.util.ArrayList<>(java.util.List.of("git", "-C", checkout.toString()));
        command.addAll(java.util.List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? answer : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static String processorName() {
        if (!Files.isReadable(PROCESSORS)) {
            return "unknown";
        }
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
