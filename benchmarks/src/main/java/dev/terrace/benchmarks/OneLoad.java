package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.TierSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** How often processes load a key that all of them ask for at once. Stateless. */
final class OneLoad {

    static final Experiment EXPERIMENT = new Experiment(
            "one-load",
            "How often a missing key is loaded that several processes ask for at once, and what becomes of a loader that dies",
            List.of(
                    new Knob("--processes", 2, 32, 8, 2, "processes that ask"),
                    new Knob("--threads", 1, 256, 64, 8, "threads of each that ask"),
                    new Knob("--load-millis", 1, 10_000, 50, 50, "how long the loader takes"),
                    new Knob("--warm-up", 0, 1_000, 40, 3, "keys that are asked for before anything is measured"),
                    new Knob("--rounds", 3, 1_000, 20, 3, "keys that are asked for"),
                    new Knob(
                            "--deaths",
                            1,
                            100,
                            3,
                            1,
                            "how often the loading process is killed, and how often it is stopped")),
            OneLoad::measure);

    private static final long LEASE_MILLIS = TierSettings.DEFAULT_CLAIM_LOADS.toMillis();
    private static final int LOST_SECONDS = 30;
    /** Longer than any death is watched. */
    private static final int ENDLESS_MILLIS = 600_000;

    private OneLoad() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Supplier<Backend> server : List.<Supplier<Backend>>of(Backend::redis, Backend::postgres)) {
            try (Backend backend = server.get();
                    Crowd crowd = new Crowd(backend, asked, progress)) {
                figures.addAll(crowd.measure());
            }
        }
        return new Findings(
                figures,
                asked.number("--processes") + " processes with " + asked.number("--threads")
                        + " threads each read a key at one moment that no tier has, through caches on the heap and on the server; all "
                        + "have done so with other keys before. The time is from the first question to the last answer. Then one "
                        + "process loads a key, is killed or stopped, and all others ask for it; a stopped one goes on when "
                        + "they have their answer. Claims last "
                        + LEASE_MILLIS
                        + " ms, the default.",
                Map.of());
    }

    /** The processes, and what is asked of them. */
    private static final class Crowd implements AutoCloseable {

        private final Backend backend;
        private final Asked asked;
        private final PrintStream progress;
        private final Path log;
        private final List<PeerProcess> peers = new ArrayList<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private int keys;

        Crowd(Backend backend, Asked asked, PrintStream progress) throws IOException {
            this.backend = backend;
            this.asked = asked;
            this.progress = progress;
            log = asked.out().resolve(asked.title() + ".log");
            try {
                for (int i = 0; i < asked.number("--processes"); i++) {
                    peers.add(another());
                }
            } catch (RuntimeException | IOException failure) {
                close();
                throw failure;
            }
        }

        private PeerProcess another() throws IOException {
            return PeerProcess.launch(log, Asker.NAME, backend.name(), backend.address());
        }

        List<Figure> measure() throws IOException {
            for (int i = 0; i < asked.number("--warm-up"); i++) {
                askAll(peers, "warm-" + i);
            }
            List<Figure> figures = new ArrayList<>(together());
            figures.addAll(killed());
            figures.addAll(stopped());
            return figures;
        }

        private List<Figure> together() {
            int rounds = asked.number("--rounds");
            double[] millis = new double[rounds];
            int mostLoads = 0;
            int mostValues = 0;
            for (int round = 0; round < rounds; round++) {
                Rush seen = askAll(peers, key());
                millis[round] = Clock.millis(seen.nanos());
                mostLoads = Math.max(mostLoads, seen.loads());
                mostValues = Math.max(mostValues, seen.values().size());
                progress.printf("%s: %d loads, %.1f ms%n", backend.name(), seen.loads(), millis[round]);
            }
            String what = backend.name() + ": ";
            return List.of(
                    Figure.count(what + "most loads of a key", mostLoads).aim(Aim.exactly(1)),
                    Figure.count(what + "most values of a key", mostValues).aim(Aim.exactly(1)),
                    Figure.ofRounds(what + "until all have their answer", Unit.MILLISECONDS, millis)
                            .aim(Aim.atMost(100)),
                    Figure.of(
                            what + "the longest of these",
                            Unit.MILLISECONDS,
                            Arrays.stream(millis).max().orElse(0)));
        }

        private List<Figure> killed() throws IOException {
            double longest = 0;
            int loads = 0;
            for (int i = 0; i < asked.number("--deaths"); i++) {
                String key = key();
                PeerProcess loading = peers.remove(0);
                try (loading) {
                    loading.ask("hold " + key + " " + ENDLESS_MILLIS);
                    long killed = System.nanoTime();
                    Signal.KILL.send(loading.pid());
                    Rush seen = askAll(peers, key);
                    longest = Math.max(longest, Clock.millis(System.nanoTime() - killed));
                    loads = Math.max(loads, seen.loads());
                    progress.printf("%s: killed, others have an answer after %.0f ms%n", backend.name(), longest);
                }
                peers.add(another());
                askAll(peers, key());
            }
            String what = backend.name() + ": loading process killed: ";
            return List.of(
                    Figure.of(what + "until the others have their answer, at most", Unit.MILLISECONDS, longest)
                            .aim(Aim.atMost(LEASE_MILLIS + 1_000.0)),
                    Figure.count(what + "loads of the others", loads).aim(Aim.exactly(1)));
        }

        private List<Figure> stopped() throws IOException {
            int refused = 0;
            int overwritten = 0;
            double longest = 0;
            int deaths = asked.number("--deaths");
            for (int i = 0; i < deaths; i++) {
                String key = key();
                PeerProcess loading = peers.get(0);
                long before = Long.parseLong(loading.ask("refused"));
                loading.ask("hold " + key + " " + LEASE_MILLIS / 2);
                long stopped = System.nanoTime();
                Signal.STOP.send(loading.pid());
                Rush seen;
                try {
                    seen = askAll(peers.subList(1, peers.size()), key);
                    longest = Math.max(longest, Clock.millis(System.nanoTime() - stopped));
                } finally {
                    Signal.CONT.send(loading.pid());
                }
                String late = loading.ask("held");
                Clock.await(
                        "the late write's answer", LOST_SECONDS, () -> Long.parseLong(loading.ask("refused")) > before);
                refused++;
                String stored = stored(key);
                overwritten += seen.values().contains(stored) ? 0 : 1;
                progress.printf("%s: stopped; it had %s, and %s is stored%n", backend.name(), late, stored);
            }
            String what = backend.name() + ": loading process stopped past its claim: ";
            return List.of(
                    Figure.of(what + "until the others have their answer, at most", Unit.MILLISECONDS, longest)
                            .aim(Aim.atMost(LEASE_MILLIS + 1_000.0)),
                    Figure.count(what + "late writes refused of " + deaths, refused)
                            .aim(Aim.exactly(deaths)),
                    Figure.count(what + "values of others that were written over", overwritten)
                            .aim(Aim.exactly(0)));
        }

        /** What a node finds that has nothing on its heap. */
        private String stored(String key) {
            try (Node node = backend.node(Asker.NAMESPACE)) {
                Cache<String, String> cache = Asker.cache(node, (absent, load) -> "nothing");
                Clock.await(
                        "what was stored",
                        LOST_SECONDS,
                        () -> cache.getIfPresent(key).isFound());
                return cache.getIfPresent(key).orElse("nothing");
            }
        }

        private String key() {
            return "key-" + keys++;
        }

        /** Has all threads of some processes ask for a key at one moment. */
        private Rush askAll(List<PeerProcess> some, String key) {
            return Rush.of(some, "ask " + key, asked.number("--threads"), asked.number("--load-millis"), threads);
        }

        @Override
        public void close() {
            peers.forEach(PeerProcess::end);
            peers.forEach(PeerProcess::close);
            threads.shutdown();
        }
    }
}
