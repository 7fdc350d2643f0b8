package dev.terrace.benchmarks;

import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How many invalidations a second one node gets into its log. Stateless. */
final class LogAppends {

    static final Experiment EXPERIMENT = new Experiment(
            "log-appends",
            "How many invalidations a second one node has acknowledged, on Redis and on PostgreSQL",
            List.of(
                    new Knob("--threads", 1, 64, 8, 8, "threads that each wait for every receipt"),
                    new Knob("--rounds", 3, 100, 5, 3, "how often that is measured"),
                    new Knob("--millis", 100, 60_000, 4_000, 400, "length of a round, and of the warm-up before them")),
            LogAppends::measure);

    private static final int UNDER_WAY = 2_000;

    /**
     * What becomes of one server.
     *
     * @param waiting receipts a second, where each is waited for
     * @param streaming names a second, where they are not
     * @param unlogged invalidations that were not acknowledged in time
     */
    private record Rates(double[] waiting, double[] streaming, long unlogged) {}

    private LogAppends() {}

    private static Findings measure(Asked asked, PrintStream progress) throws InterruptedException, ExecutionException {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        List<Supplier<Backend>> backends = List.of(Backend::redis, Backend::postgres);
        List<Double> aims = List.of(10_000.0, 5_000.0);
        for (int i = 0; i < backends.size(); i++) {
            try (Backend backend = backends.get(i).get();
                    Node node = backend.node("appends")) {
                Rates rates = rates(backend.name(), node.terrace(), asked, progress);
                figures.add(Figure.ofRounds(backend.name() + ": receipts", Unit.PER_SECOND, rates.waiting)
                        .aim(Aim.atLeast(aims.get(i))));
                figures.add(Figure.ofRounds(backend.name() + ": names, in a stream", Unit.PER_SECOND, rates.streaming));
                figures.add(Figure.count(backend.name() + ": not acknowledged in time", rates.unlogged)
                        .aim(Aim.exactly(0)));
                raw.put(
                        backend.name(),
                        Map.of(
                                "receiptsPerSecond",
                                Arrays.stream(rates.waiting).boxed().toList(),
                                "namesPerSecond",
                                Arrays.stream(rates.streaming).boxed().toList()));
            }
        }
        return new Findings(
                figures,
                "Receipts: " + asked.number("--threads")
                        + " threads call `invalidateDependency`, each waits until the log has acknowledged its name, and every name "
                        + "is new. In a stream: one thread, with at most " + UNDER_WAY
                        + " under way. One node, the server on the same machine; PostgreSQL does not wait for the disk. Medians of "
                        + "the rounds; interval: 95%, Student's t on the logarithms.",
                raw);
    }

    private static Rates rates(String backend, Terrace terrace, Asked asked, PrintStream progress)
            throws InterruptedException, ExecutionException {
        int rounds = asked.number("--rounds");
        long nanos = TimeUnit.MILLISECONDS.toNanos(asked.number("--millis"));
        double[] waiting = new double[rounds];
        double[] streaming = new double[rounds];
        Calls calls = new Calls(terrace);
        calls.waiting(asked.number("--threads"), nanos);
        calls.streaming(nanos);
        for (int round = 0; round < rounds; round++) {
            waiting[round] = calls.waiting(asked.number("--threads"), nanos);
            streaming[round] = calls.streaming(nanos);
            progress.printf(
                    "%s, round %d: %s receipts, %s names in a stream%n",
                    backend, round + 1, Unit.PER_SECOND.text(waiting[round]), Unit.PER_SECOND.text(streaming[round]));
        }
        return new Rates(waiting, streaming, calls.unlogged());
    }

    /** Makes the calls. To be used by one thread. */
    private static final class Calls {

        private final Terrace terrace;
        private final AtomicLong names = new AtomicLong();
        private final LongAdder unlogged = new LongAdder();

        Calls(Terrace terrace) {
            this.terrace = terrace;
        }

        /** How many receipts some threads got a second. */
        double waiting(int threads, long nanos) throws InterruptedException, ExecutionException {
            ExecutorService callers = Executors.newFixedThreadPool(threads);
            try {
                LongAdder logged = new LongAdder();
                long start = System.nanoTime();
                List<Future<?>> calling = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    calling.add(callers.submit(() -> {
                        while (System.nanoTime() - start < nanos) {
                            if (terrace.invalidateDependency("name:" + names.incrementAndGet()) == Receipt.LOGGED) {
                                logged.increment();
                            } else {
                                unlogged.increment();
                            }
                        }
                    }));
                }
                for (Future<?> caller : calling) {
                    caller.get();
                }
                return logged.sum() * 1e9 / (System.nanoTime() - start);
            } finally {
                callers.shutdown();
            }
        }

        /** How many names a second were acknowledged that one thread sent without waiting. */
        double streaming(long nanos) {
            Window window = new Window(terrace, UNDER_WAY);
            long sent = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanos) {
                window.room();
                window.sent(terrace.invalidateDependencyAsync("name:" + names.incrementAndGet()));
                sent++;
            }
            window.drain();
            unlogged.add(window.unlogged());
            return (sent - window.unlogged()) * 1e9 / (System.nanoTime() - start);
        }

        long unlogged() {
            return unlogged.sum();
        }
    }
}
