package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Lookup;
import dev.terrace.cache.TierStats;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How often a key is absent on one node while another puts it again and again. Stateless. */
final class NeverAbsent {

    static final Experiment EXPERIMENT = new Experiment(
            "never-absent",
            "How often a node finds nothing under a key that another node puts again and again",
            List.of(
                    new Knob("--reads", 1_000, 1_000_000_000, 1_000_000, 20_000, "how often it is read at least"),
                    new Knob("--puts", 1, 1_000_000_000, 10_000, 100, "how often it is put meanwhile at least")),
            NeverAbsent::measure);

    private static final int LOST_SECONDS = 30;
    private static final long PART = 1_000_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(30);

    /**
     * What the reader has seen.
     *
     * @param puts how far the value went on
     * @param values how often another value was read than before
     * @param absent how often nothing was found
     * @param older how often the value was older than the one before
     */
    private record Seen(long reads, long puts, long values, long absent, long older, double seconds) {}

    private NeverAbsent() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> seconds = new LinkedHashMap<>();
        for (Supplier<Backend> server : List.<Supplier<Backend>>of(Backend::redis, Backend::sentinels)) {
            try (Backend redis = server.get()) {
                figures.addAll(measure(redis, asked, progress, seconds));
            }
        }
        return new Findings(
                figures,
                "Two processes, one cache on heap and Redis without a loader; once with one server, once with a primary that Sentinels "
                        + "watch. One process puts a key without pause, and the other reads it with `getIfPresent` without pause, on "
                        + "one thread each.",
                seconds);
    }

    private static List<Figure> measure(Backend redis, Asked asked, PrintStream progress, Map<String, Object> seconds)
            throws IOException {
        String name = redis.name() + ": ";
        try (PeerProcess putter =
                        PeerProcess.launch(asked.out().resolve(asked.title() + ".log"), Putter.NAME, redis.address());
                Node node = redis.node(Putter.NAMESPACE)) {
            Cache<String, Long> cache = Putter.cache(node);
            Clock.await(
                    "the first put",
                    LOST_SECONDS,
                    () -> cache.getIfPresent(Putter.KEY).isFound());
            Seen seen = read(cache, asked.number("--reads"), asked.number("--puts"), progress);
            progress.println("puts since the other process began: " + putter.ask("puts"));
            seconds.put(redis.name() + " seconds", seen.seconds);
            TierStats far = cache.stats().tiers().get(1);
            return List.of(
                    Figure.count(name + "reads", seen.reads),
                    Figure.count(name + "puts meanwhile", seen.puts),
                    Figure.count(name + "changes of the value that was read", seen.values),
                    Figure.count(name + "reads that found nothing", seen.absent).aim(Aim.exactly(0)),
                    Figure.count(name + "entries that were not trusted", far.distrusted()),
                    Figure.count(name + "calls that were not answered in time", far.failures()),
                    Figure.count(name + "reads of an older value than the one before", seen.older));
        }
    }

    private static Seen read(Cache<String, Long> cache, int reads, int puts, PrintStream progress) {
        long start = System.nanoTime();
        long first = cache.getIfPresent(Putter.KEY).orElse(0L);
        long read = 0;
        long values = 0;
        long absent = 0;
        long older = 0;
        long last = first;
        long newest = first;
        while (read < reads || newest - first < puts) {
            read++;
            Lookup<Long> found = cache.getIfPresent(Putter.KEY);
            long value = found.orElse(-1L);
            if (!found.isFound()) {
                absent++;
            } else if (value != last) {
                values++;
                older += value < last ? 1 : 0;
                last = value;
                newest = Math.max(newest, value);
            }
            if (read % PART == 0) {
                progress.printf("%,d reads, %,d puts: %,d absent%n", read, newest - first, absent);
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new IllegalStateException("only " + (newest - first) + " puts were seen in time");
                }
            }
        }
        return new Seen(read, newest - first, values, absent, older, (System.nanoTime() - start) / 1e9);
    }
}
