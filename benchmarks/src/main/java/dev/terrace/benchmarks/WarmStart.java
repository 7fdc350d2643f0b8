package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.profile.ProfileStore;
import dev.terrace.cache.warm.WarmProgress;
import dev.terrace.cache.warm.Warming;
import dev.terrace.testkit.VirtualTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/*
 * The first half of the requests is served by a node that records a profile. It "restarts": its profile is stored in a file, and a new node reads
 * that and warms itself. The first requests of the second half are then served by three nodes, one after the other, the same to each: the old one, as
 * if it had not restarted; the new one that is warm; and a new one that is cold.
 *
 * The old one's clock is moved by hand, so that its requests come at the pace of a service; what a replay as fast as it goes has in a second, a
 * service has in minutes, and the recorder would take a sample of it.
 */
/** What a stored profile is worth after a restart. Stateless. */
final class WarmStart {

    static final Experiment EXPERIMENT = new Experiment(
            "warm-start",
            "How near a restarted node comes to one that was not, in its first requests, with its stored profile and without",
            List.of(
                    new Knob("--heap-percent", 1, 100, 25, 25, "room on the heap, in hundredths of the different keys"),
                    new Knob(
                            "--first-permille",
                            1,
                            1_000,
                            50,
                            50,
                            "requests that count, in thousandths of those after the restart"),
                    new Knob("--requests", 1_000, 50_000_000, 2_000_000, 50_000, "requests that the generator makes"),
                    new Knob("--keys", 100, 10_000_000, 50_000, 5_000, "keys that the generator knows"),
                    new Knob(
                            "--per-second",
                            100,
                            10_000_000,
                            10_000,
                            10_000,
                            "requests a second by the recording node's clock"),
                    new Knob("--seed", 0, Integer.MAX_VALUE, 1, 1, "of the generator")),
            true,
            WarmStart::measure);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int STEPS_A_SECOND = 100;
    private static final Duration STEP = Duration.ofSeconds(1).dividedBy(STEPS_A_SECOND);

    private WarmStart() {}

    private static Findings measure(Asked asked, PrintStream progress) throws Exception {
        List<Requests> inputs = new ArrayList<>();
        inputs.add(Requests.zipf(asked.number("--requests"), asked.number("--keys"), asked.number("--seed")));
        for (Path trace : asked.traces()) {
            inputs.add(Requests.read(trace));
        }
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        for (Requests input : inputs) {
            figures.addAll(restart(input, asked, progress, raw));
        }
        return new Findings(
                figures,
                "The heap has room for " + asked.number("--heap-percent")
                        + " % of the input's different keys. A node serves the first half of the requests on one thread, "
                        + String.format(Locale.ROOT, "%,d", asked.number("--per-second"))
                        + " a second by its clock, and records; "
                        + "its profile is stored in a file. Then the first " + asked.number("--first-permille") / 10.0
                        + " % of the requests of the second half are served by three nodes: the old one, as if it had not restarted; a new one that has "
                        + "warmed itself from the profile, by its loader; and a new one that is cold. What is compared are hit ratios of the heap over the same requests.",
                raw);
    }

    /** A node with one cache. */
    private record Server(Terrace terrace, Cache<Integer, Integer> cache, ProfileRecorder<Integer> recorder)
            implements AutoCloseable {

        static Server start(long room, Path profile, @Nullable VirtualTime time) {
            Terrace.Builder builder = Terrace.builder("warm-start");
            Terrace terrace = (time == null ? builder : builder.time(time)).build();
            ProfileRecorder<Integer> recorder = ProfileRecorder.builder("items", Integer.class, terrace.host())
                    .store(ProfileStore.file(profile))
                    .maximumKeys((int) Math.min(1_000_000, Math.max(1_000, 2 * room)))
                    .build();
            Cache<Integer, Integer> cache = terrace.cache("items", Integer.class, Integer.class)
                    .heap(heap -> heap.maximumSize(room).expireAfterWrite(Duration.ofHours(1)))
                    .observer(recorder)
                    .loader((key, load) -> key)
                    .build();
            return new Server(terrace, cache, recorder);
        }

        /** Serves some requests; answers their hit ratio. */
        double serve(int[] keys, int from, int until, IntConsumer meanwhile) {
            CacheStats before = cache.stats();
            for (int i = from; i < until; i++) {
                cache.get(keys[i]);
                meanwhile.accept(i);
            }
            CacheStats after = cache.stats();
            return (double) (after.hits() - before.hits()) / (until - from);
        }

        @Override
        public void close() {
            recorder.close();
            terrace.close();
        }
    }

    private static List<Figure> restart(Requests input, Asked asked, PrintStream progress, Map<String, Object> raw)
            throws IOException, InterruptedException {
        int different = input.different();
        long room = Math.max(1, (long) different * asked.number("--heap-percent") / 100);
        int half = input.keys().length / 2;
        int until = half + Math.max(1, (int) ((long) half * asked.number("--first-permille") / 1_000));
        Path directory = Files.createTempDirectory("warm-start");
        Path profile = directory.resolve("items.profile");
        VirtualTime time = new VirtualTime();
        int step = Math.max(1, asked.number("--per-second") / STEPS_A_SECOND);
        IntConsumer pace = i -> {
            if (i % step == 0) {
                time.advance(STEP);
            }
        };
        double steady;
        double warm;
        double cold;
        WarmProgress warmed;
        long bytes;
        try {
            try (Server old = Server.start(room, profile, time)) {
                old.serve(input.keys(), 0, half, pace);
                old.recorder().save();
                bytes = Files.size(profile);
                try (Server fresh = Server.start(room, profile, null)) {
                    warmed = Warming.of(fresh.cache(), fresh.terrace().host())
                            .keysPerSecond(10_000_000)
                            .build()
                            .start(fresh.recorder().profile())
                            .await(PATIENCE);
                    steady = old.serve(input.keys(), half, until, pace);
                    warm = fresh.serve(input.keys(), half, until, i -> {});
                }
            }
            try (Server empty = Server.start(room, directory.resolve("none.profile"), null)) {
                cold = empty.serve(input.keys(), half, until, i -> {});
            }
        } finally {
            Results.delete(directory);
        }
        progress.printf(
                Locale.ROOT,
                "%s: %,d requests, %,d different keys, room for %,d; of %,d requests %.4f steady, %.4f warm, %.4f cold; %s%n",
                input.label(),
                input.keys().length,
                different,
                room,
                until - half,
                steady,
                warm,
                cold,
                warmed);
        raw.put(
                input.label(),
                List.of(input.keys().length, different, room, until - half, steady, warm, cold, warmed.toString()));
        String label = "`" + input.label() + "`: ";
        return List.of(
                Figure.of(label + "hit ratio without a restart", Unit.RATIO, steady),
                Figure.of(label + "warm from the profile, to that", Unit.RATIO, warm / steady)
                        .aim(Aim.atLeast(0.9)),
                Figure.of(label + "cold, to that", Unit.RATIO, cold / steady),
                Figure.count(label + "keys that were warmed", warmed.loaded()),
                Figure.of(label + "warming took", Unit.MILLISECONDS, (double)
                        warmed.elapsed().toMillis()),
                Figure.of(label + "stored profile", Unit.MEGABYTES, bytes / 1e6));
    }
}
