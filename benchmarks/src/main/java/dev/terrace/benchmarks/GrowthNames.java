package dev.terrace.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.spi.Name;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/*
 * A node for each number of names, all in this process, so that their windows can take turns: what slows the machine down for a while
 * slows all of them. Values are loaded after the names were heard, or those of the largest numbers would not be trusted any more.
 */
/** What a hit takes on a node that has heard of very many invalidations. Stateless. */
final class GrowthNames {

    static final Experiment EXPERIMENT = new Experiment(
            "growth-names",
            "What a hit takes and allocates after a thousand to ten million distinct names were invalidated",
            List.of(
                    new Knob("--most", 1_000, 10_000_000, 10_000_000, 10_000, "names; also each power of ten below"),
                    new Knob("--rounds", 3, 100, 7, 3, "rounds, with a window of each in turn"),
                    new Knob("--millis", 20, 10_000, 500, 30, "length of a window")),
            GrowthNames::measure);

    /** As many as a log on Redis retains. */
    private static final int RETAINED = 1_000_000;

    private static final int LEAST = 1_000;
    private static final int BATCH = 1_000;
    private static final int AHEAD = 100;
    private static final int SECONDS = 120;
    private static final int DEPENDENCIES = 3;
    private static final int WARM_UP_WINDOWS = 3;

    /** Reads between two looks at the clock. */
    private static final int STRIDE = 1 << 12;

    private static final double MOST_RATIO = 1.5;
    private static final double NO_BYTES = 0.05;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private GrowthNames() {}

    /** Per read. */
    record Cost(double nanos, double bytes) {}

    /** A node that has heard of some names. */
    private static final class Heard implements AutoCloseable {

        final long names;
        final Terrace terrace;
        final Cache<String, Item> cache;
        final List<Cost> costs = new ArrayList<>();
        private final String[] keys = Items.all().toArray(String[]::new);
        private final int[] order = Items.readingOrder(1);

        Heard(long names) {
            this.names = names;
            MemoryLog log = new MemoryLog(RETAINED);
            terrace = Terrace.builder("growth-names").log(log.client()).build();
            for (long from = 0; from < names; from += BATCH) {
                long first = from;
                long reached = log.plant(IntStream.range(0, BATCH)
                        .mapToObj(i -> Name.dependency("name:" + (first + i)))
                        .toList());
                if (from / BATCH % AHEAD == 0 || from + BATCH >= names) {
                    Clock.await(
                            "the end of the log",
                            SECONDS,
                            () -> terrace.logStats().sequence() >= reached);
                }
            }
            cache = Shop.products(terrace, Items.all(), Items.ROOM, DEPENDENCIES);
        }

        Cost window(long nanos) {
            long loads = cache.stats().loads();
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            long end = start;
            long reads = 0;
            long sum = 0;
            while (end - start < nanos) {
                for (int i = 0; i < STRIDE; i++) {
                    sum += cache.get(keys[order[(int) (reads + i) & (order.length - 1)]])
                            .id();
                }
                reads += STRIDE;
                end = System.nanoTime();
            }
            bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            if (cache.stats().loads() != loads || sum == 0) {
                throw new IllegalStateException("not all reads were hits");
            }
            return new Cost((end - start) / (double) reads, bytes / (double) reads);
        }

        @Override
        public void close() {
            terrace.close();
        }
    }

    private static Findings measure(Asked asked, PrintStream progress) {
        List<Heard> nodes = new ArrayList<>();
        try {
            for (long names : numbers(asked.number("--most"))) {
                long start = System.nanoTime();
                nodes.add(new Heard(names));
                progress.printf("%,d names were heard in %.0f ms%n", names, Clock.millis(System.nanoTime() - start));
            }
            long nanos = TimeUnit.MILLISECONDS.toNanos(asked.number("--millis"));
            Random random = new Random(1);
            List<Heard> order = new ArrayList<>(nodes);
            for (int round = -WARM_UP_WINDOWS; round < asked.number("--rounds"); round++) {
                Collections.shuffle(order, random);
                System.gc();
                for (Heard node : order) {
                    Cost cost = node.window(nanos);
                    if (round >= 0) {
                        node.costs.add(cost);
                    }
                }
            }
            return found(nodes, asked);
        } finally {
            nodes.forEach(Heard::close);
        }
    }

    /** Powers of ten below the most, and the most. */
    static List<Long> numbers(long most) {
        List<Long> numbers = new ArrayList<>();
        for (long number = LEAST; number < most; number *= 10) {
            numbers.add(number);
        }
        numbers.add(most);
        return numbers;
    }

    private static Findings found(List<Heard> nodes, Asked asked) {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Cost> least = nodes.get(0).costs;
        for (Heard node : nodes) {
            String names = String.format("%,d names: ", node.names);
            figures.add(Figure.ofRounds(names + "a hit", Unit.NANOSECONDS, nanos(node.costs)));
            if (node != nodes.get(0)) {
                figures.add(Figure.ofRounds(
                                names + "to that after " + String.format("%,d", LEAST),
                                Unit.RATIO,
                                ratios(node.costs, least))
                        .aim(Aim.atMost(MOST_RATIO)));
            }
            figures.add(Figure.of(
                            names + "allocated by a hit",
                            Unit.BYTES,
                            Percentile.median(
                                    node.costs.stream().mapToDouble(Cost::bytes).toArray()))
                    .aim(Aim.atMost(NO_BYTES)));
            figures.add(
                    Figure.count(names + "remembered", node.terrace.logStats().names()));
            raw.put(
                    node.names + " names, nanoseconds a hit",
                    node.costs.stream().map(Cost::nanos).toList());
        }
        return new Findings(
                figures,
                "A node for each number of names, in one process, which hears of them by its log; then it loads 10,000 values with "
                        + DEPENDENCIES
                        + " dependencies each, on which none of the names has an effect, and reads them at random on one thread, in windows of "
                        + asked.number("--millis")
                        + " ms, those of all nodes in turn in an order drawn anew. Medians of "
                        + asked.number("--rounds")
                        + " rounds; ratios within a round; interval: 95%, Student's t on the logarithms.",
                raw);
    }

    private static double[] nanos(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::nanos).toArray();
    }

    private static double[] ratios(List<Cost> costs, List<Cost> least) {
        return IntStream.range(0, costs.size())
                .mapToDouble(i -> costs.get(i).nanos() / least.get(i).nanos())
                .toArray();
    }
}
