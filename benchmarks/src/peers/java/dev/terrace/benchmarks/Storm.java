package dev.terrace.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** How often a missing key is loaded that processes ask for at once, by Terrace and by its peers. Stateless. */
final class Storm {

    static final Experiment EXPERIMENT = new Experiment(
            "storm",
            "How often a missing key is loaded that processes ask for at once, and how long that takes, by Terrace and by its peers",
            List.of(
                    new Knob("--processes", 2, 32, 8, 2, "processes that ask"),
                    new Knob("--threads", 1, 256, 8, 4, "threads of each that ask"),
                    new Knob("--load-millis", 1, 10_000, 50, 50, "how long the loader takes"),
                    new Knob("--warm-up", 0, 1_000, 20, 2, "keys that each contender is asked for beforehand"),
                    new Knob("--rounds", 3, 1_000, 20, 3, "keys that each contender is asked for")),
            Storm::measure);

    private Storm() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        Path log = asked.out().resolve(asked.title() + ".log");
        List<PeerProcess> processes = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Backend redis = Backend.redis()) {
            try {
                for (int i = 0; i < asked.number("--processes"); i++) {
                    processes.add(PeerProcess.launch(log, FarPeers.class, StormNode.NAME, redis.address()));
                }
                return findings(asked, rushes(asked, processes, threads, progress));
            } finally {
                processes.forEach(PeerProcess::end);
                processes.forEach(PeerProcess::close);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** By contender: what was seen of each key. */
    private static List<List<Rush>> rushes(
            Asked asked, List<PeerProcess> processes, ExecutorService threads, PrintStream progress) {
        int contenders = StormCache.CONTENDERS.size();
        List<List<Rush>> all = new ArrayList<>();
        for (int i = 0; i < contenders; i++) {
            all.add(new ArrayList<>());
        }
        int warmUp = asked.number("--warm-up");
        for (int round = -warmUp; round < asked.number("--rounds"); round++) {
            for (int turn = 0; turn < contenders; turn++) {
                int number = Math.floorMod(round + turn, contenders);
                Rush rush = Rush.of(
                        processes,
                        number + " key-" + number + "-" + (warmUp + round),
                        asked.number("--threads"),
                        asked.number("--load-millis"),
                        threads);
                if (round >= 0) {
                    all.get(number).add(rush);
                    progress.printf(
                            "round %d, %s: %d loads, %.1f ms%n",
                            round + 1,
                            StormCache.CONTENDERS.get(number).label(),
                            rush.loads(),
                            Clock.millis(rush.nanos()));
                }
            }
        }
        return all;
    }

    private static Findings findings(Asked asked, List<List<Rush>> all) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String label = StormCache.CONTENDERS.get(i).label();
            double[] millis = all.get(i).stream()
                    .mapToDouble(rush -> Clock.millis(rush.nanos()))
                    .toArray();
            int[] loads = all.get(i).stream().mapToInt(Rush::loads).toArray();
            figures.add(Figure.count(
                            label + ": most loads of a key",
                            Arrays.stream(loads).max().orElse(0))
                    .aim(i == 0 ? Aim.exactly(1) : null));
            figures.add(Figure.ofRounds(label + ": until all have their answer", Unit.MILLISECONDS, millis));
            figures.add(Figure.of(
                    label + ": the longest of these",
                    Unit.MILLISECONDS,
                    Arrays.stream(millis).max().orElse(0)));
            raw.put(label + ", loads", Arrays.stream(loads).boxed().toList());
            raw.put(label + ", ms", Arrays.stream(millis).boxed().toList());
        }
        return new Findings(
                figures,
                asked.number("--processes") + " processes with " + asked.number("--threads")
                        + " threads each read a key at one moment that no cache has and no process has loaded; a load takes "
                        + asked.number("--load-millis")
                        + " ms. The time is from the first question to the last answer. All contenders in the same processes, in turn; "
                        + "medians, interval: 95%, Student's t on the logarithms. Caffeine and Spring on Caffeine share nothing, so that each "
                        + "process has to load. How each peer is set up: docs/benchmarks.md.",
                raw);
    }
}
