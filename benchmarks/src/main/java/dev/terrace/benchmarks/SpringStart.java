package dev.terrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/*
 * An empty application is started again and again, in a process of its own each time: without the starter, with it, and with it but switched
 * off. So is one with a cached method, which it calls once before it counts as started: on Spring's support of Caffeine, and on Terrace, for which
 * that is exchanged. A round has one start of each, close together, in an order that rotates and turns, and only starts of the same round are
 * compared. What is on their class paths, StartClassPath says.
 */
/** What the starter adds to the start of an application that is empty, and of one that caches. Stateless. */
final class SpringStart {

    static final Experiment EXPERIMENT = new Experiment(
            "spring-start",
            "What terrace-spring-boot-starter adds to the start of a Boot application, in pairs of processes",
            List.of(
                    new Knob("--pairs", 1, 1_000, 15, 1, "starts of each kind, one of every kind in turn"),
                    new Knob("--warm-up", 0, 100, 2, 0, "such rounds beforehand that do not count")),
            SpringStart::measure);

    private static final int AIM_MILLIS = 150;
    private static final int START_SECONDS = 120;

    private SpringStart() {}

    /** In which ways it is started. */
    private enum Kind {
        WITHOUT("without the starter", EmptyApplication.class, StartClassPath.Jars.BOOT),
        WITH("with the starter", EmptyApplication.class, StartClassPath.Jars.STARTER),
        SWITCHED_OFF("with the starter, terrace.enabled=false", EmptyApplication.class, StartClassPath.Jars.STARTER),
        ON_CAFFEINE("caching on Spring's Caffeine", CachingApplication.class, StartClassPath.Jars.CAFFEINE),
        ON_TERRACE("caching on the starter", CachingApplication.class, StartClassPath.Jars.STARTER);

        private final String words;
        private final Class<?> application;
        private final StartClassPath.Jars jars;

        Kind(String words, Class<?> application, StartClassPath.Jars jars) {
            this.words = words;
            this.application = application;
            this.jars = jars;
        }

        List<String> arguments() {
            return this == SWITCHED_OFF ? List.of("--terrace.enabled=false") : List.of();
        }

        /** Whether Terrace is to be in it. */
        boolean active() {
            return jars == StartClassPath.Jars.STARTER && this != SWITCHED_OFF;
        }
    }

    private static Findings measure(Asked asked, PrintStream progress) throws IOException, InterruptedException {
        try (StartClassPath classPath = StartClassPath.packed()) {
            return measure(asked, progress, classPath);
        }
    }

    private static Findings measure(Asked asked, PrintStream progress, StartClassPath classPath)
            throws IOException, InterruptedException {
        Path log = asked.out().resolve(asked.title() + ".log");
        int pairs = asked.number("--pairs");
        for (int round = 0; round < asked.number("--warm-up"); round++) {
            round(round, log, classPath);
        }
        List<Map<Kind, Start>> rounds = new ArrayList<>();
        for (int round = 0; round < pairs; round++) {
            Map<Kind, Start> took = round(round, log, classPath);
            rounds.add(took);
            progress.printf(
                    "round %d: %s%n",
                    round + 1,
                    took.entrySet().stream()
                            .map(one -> one.getKey().words + " " + Unit.MILLISECONDS.text(one.getValue().millis))
                            .collect(Collectors.joining("; ")));
        }
        return findings(rounds);
    }

    /**
     * One start.
     *
     * @param millis from the start of the process until its application has started
     * @param processorMillis processor time that the process has taken until then
     */
    private record Start(double millis, double processorMillis) {}

    private static double[] of(List<Map<Kind, Start>> rounds, Kind kind, ToDoubleFunction<Start> figure) {
        return rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble(Objects.requireNonNull(round.get(kind), "one of each kind")))
                .toArray();
    }

    private static Map<Kind, Start> round(int number, Path log, StartClassPath classPath)
            throws IOException, InterruptedException {
        Map<Kind, Start> took = new EnumMap<>(Kind.class);
        Kind[] kinds = Kind.values();
        for (int i = 0; i < kinds.length; i++) {
            int place = number % 2 == 0 ? i : kinds.length - 1 - i;
            Kind kind = kinds[(place + number / 2) % kinds.length];
            took.put(kind, start(kind, log, classPath.of(kind.jars)));
        }
        return took;
    }

    private static Start start(Kind kind, Path log, String classPath) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseG1GC",
                "-cp",
                classPath,
                kind.application.getName()));
        command.addAll(kind.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long before = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(EmptyApplication.READY)) {
                    double millis = (System.nanoTime() - before) / 1e6;
                    if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("the application " + kind.words + " does not end: see " + log);
                    }
                    return new Start(millis, processorMillis(kind, line));
                }
            }
            throw new IllegalStateException("the application " + kind.words + " has not started: see " + log);
        } finally {
            process.destroyForcibly();
        }
    }

    private static double processorMillis(Kind kind, String line) {
        String expected = EmptyApplication.READY + " " + kind.active() + " ";
        if (!line.startsWith(expected)) {
            throw new IllegalStateException("started " + kind.words + ", it says: " + line);
        }
        return Long.parseLong(line.substring(expected.length())) / 1e6;
    }

    private static Findings findings(List<Map<Kind, Start>> rounds) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            figures.add(Figure.of(
                    kind.words + ", until it has started",
                    Unit.MILLISECONDS,
                    Percentile.median(of(rounds, kind, Start::millis))));
            raw.put(
                    kind.words,
                    rounds.stream()
                            .map(round -> String.valueOf(round.get(kind)))
                            .toList());
        }
        figures.add(added("what the starter adds", rounds, Kind.WITH, Kind.WITHOUT, Start::millis)
                .aim(Aim.atMost(AIM_MILLIS)));
        figures.add(
                added("what it adds where it is switched off", rounds, Kind.SWITCHED_OFF, Kind.WITHOUT, Start::millis));
        figures.add(added(
                "what it adds in place of Spring's Caffeine",
                rounds,
                Kind.ON_TERRACE,
                Kind.ON_CAFFEINE,
                Start::millis));
        figures.add(
                added("processor time that the starter adds", rounds, Kind.WITH, Kind.WITHOUT, Start::processorMillis));
        figures.add(added(
                "processor time that it adds where it is switched off",
                rounds,
                Kind.SWITCHED_OFF,
                Kind.WITHOUT,
                Start::processorMillis));
        figures.add(added(
                "processor time that it adds in place of Spring's Caffeine",
                rounds,
                Kind.ON_TERRACE,
                Kind.ON_CAFFEINE,
                Start::processorMillis));
        return new Findings(
                figures,
                "An application with nothing but `@EnableAutoConfiguration`, no web server and no configuration, from the start of its process "
                        + "until `SpringApplication.run` has returned; and one with `@EnableCaching` and a cached method beside, until "
                        + "that has been called. Terrace's modules are packed as jars, and stand with what they bring behind the application's. "
                        + rounds.size()
                        + " rounds, in each one process of every kind, one after the other in an order that rotates. What is added is the median "
                        + "of the differences within the rounds; interval: 95%, bootstrap over the rounds.",
                raw);
    }

    private static Figure added(
            String label, List<Map<Kind, Start>> rounds, Kind kind, Kind base, ToDoubleFunction<Start> figure) {
        double[] with = of(rounds, kind, figure);
        double[] without = of(rounds, base, figure);
        double[] differences = new double[with.length];
        for (int i = 0; i < with.length; i++) {
            differences[i] = with[i] - without[i];
        }
        return Figure.of(label, Unit.MILLISECONDS, Percentile.median(differences))
                .within(Interval.ofTrials(
                        with.length, with.length, numbers -> Percentile.median(Percentile.pick(differences, numbers))));
    }
}
