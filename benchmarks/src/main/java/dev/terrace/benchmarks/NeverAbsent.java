package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Lookup;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** How often a key is absent on one node while another puts it again and again. Stateless. */
final class NeverAbsent {

    static final Experiment EXPERIMENT = new Experiment(
            "never-absent",
            "How often a node finds nothing under a key that another node puts again and again",
            List.of(new Knob("--reads", 1_000, 100_000_000, 1_000_000, 50_000, "how often it is read")),
            NeverAbsent::measure);

    private static final int LOST_SECONDS = 30;
    private static final int PARTS = 10;

    private NeverAbsent() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        int reads = asked.number("--reads");
        try (Backend redis = Backend.redis();
                PeerProcess putter =
                        PeerProcess.launch(asked.out().resolve(asked.title() + ".log"), Putter.NAME, redis.address());
                Node node = redis.node(Putter.NAMESPACE)) {
            Cache<String, Long> cache = Putter.cache(node);
            Clock.await(
                    "the first put",
                    LOST_SECONDS,
                    () -> cache.getIfPresent(Putter.KEY).isFound());
            long putsBefore = Long.parseLong(putter.ask("puts"));
            long start = System.nanoTime();
            long absent = 0;
            long older = 0;
            long values = 0;
            long last = -1;
            for (int read = 1; read <= reads; read++) {
                Lookup<Long> found = cache.getIfPresent(Putter.KEY);
                long value = found.orElse(-1L);
                if (!found.isFound()) {
                    absent++;
                } else if (value != last) {
                    older += value < last ? 1 : 0;
                    values++;
                    last = value;
                }
                if (read % Math.max(1, reads / PARTS) == 0) {
                    progress.printf("%,d of %,d reads: %,d absent%n", read, reads, absent);
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long puts = Long.parseLong(putter.ask("puts")) - putsBefore;
            return new Findings(
                    List.of(
                            Figure.of("reads", Unit.COUNT, reads),
                            Figure.of("puts meanwhile", Unit.COUNT, puts),
                            Figure.of("changes of the value that was read", Unit.COUNT, values),
                            Figure.of("reads that found nothing", Unit.COUNT, absent)
                                    .aim(Aim.exactly(0)),
                            Figure.of("reads of an older value than the one before", Unit.COUNT, older)),
                    "Two processes, one cache on heap and Redis without a loader. One puts a key without pause, and the other "
                            + "reads it with `getIfPresent` without pause, on one thread each.",
                    Map.of("seconds", seconds));
        }
    }
}
