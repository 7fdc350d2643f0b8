package dev.terrace.benchmarks;

import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.FaultProxy.Direction;
import dev.terrace.testkit.RedisServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What a node does while its connections to Redis are up and every byte on them is lost. Stateless. */
final class BlackHole {

    static final Experiment EXPERIMENT = new Experiment(
            "black-hole",
            "What becomes of reads while every byte to and from Redis is lost, and how soon all is well again",
            List.of(
                    new Knob("--seconds", 3, 3_600, 60, 5, "how long every byte is lost"),
                    new Knob("--silence", 1, 60, 10, 1, "S: seconds without the log after which a node loads again"),
                    new Knob("--keys", 10, 100_000, 10_000, 100, "keys on the heap, all of them read all the while"),
                    new Knob("--rounds", 1, 20, 3, 1, "how often that is done")),
            BlackHole::measure);

    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int WINDOWS_BEFORE = 20;
    private static final int WARM_UP_WINDOWS = 12;
    private static final int HEALED_SECONDS = 60;

    private BlackHole() {}

    private static Findings measure(Asked asked, PrintStream progress) {
        List<BlackHoleSeen> rounds = new ArrayList<>();
        for (int round = 1; round <= asked.number("--rounds"); round++) {
            rounds.add(round(asked));
            progress.printf("round %d: %s%n", round, rounds.get(round - 1));
        }
        double[] ratios = rounds.stream().mapToDouble(BlackHoleSeen::hits).toArray();
        double hits = Percentile.median(ratios);
        Figure ofHits = Figure.of("heap hits, beside before", Unit.RATIO, hits).aim(Aim.atLeast(0.9));
        int allowed = (int) Math.ceil((double) asked.number("--seconds") / asked.number("--silence"));
        return new Findings(
                List.of(
                        ratios.length < 3 ? ofHits : ofHits.within(Interval.ofRounds(ratios)),
                        Figure.count("misses", sum(rounds, BlackHoleSeen::misses)),
                        Figure.count(
                                        "misses that ended over 5 ms after their deadline",
                                        sum(rounds, BlackHoleSeen::late))
                                .aim(Aim.exactly(0)),
                        Figure.of(
                                        "the slowest miss, over its deadline",
                                        Unit.MILLISECONDS,
                                        most(rounds, BlackHoleSeen::slowest))
                                .aim(Aim.atMost(5)),
                        Figure.count("bare waits that ended over 5 ms late", sum(rounds, BlackHoleSeen::bareLate)),
                        Figure.of(
                                "the slowest bare wait, over its time",
                                Unit.MILLISECONDS,
                                most(rounds, BlackHoleSeen::bareSlowest)),
                        Figure.of(
                                "a miss whose loader takes " + BlackHoleNode.LOAD.toMillis() + " ms, median",
                                Unit.MILLISECONDS,
                                most(rounds, BlackHoleSeen::median)),
                        Figure.count("errors, the source being there", sum(rounds, BlackHoleSeen::errors))
                                .aim(Aim.exactly(0)),
                        Figure.count(
                                        "errors with `staleIfError`, the source being away as well",
                                        sum(rounds, BlackHoleSeen::staleErrors))
                                .aim(Aim.exactly(0)),
                        Figure.count("answers that were stale then", sum(rounds, BlackHoleSeen::stale)),
                        Figure.count("loads of one key at most", (long) most(rounds, BlackHoleSeen::loads))
                                .aim(Aim.atMost(allowed)),
                        Figure.of("until all is well, at most", Unit.MILLISECONDS, most(rounds, BlackHoleSeen::healed))
                                .aim(Aim.atMost(5_000))),
                "A proxy loses every byte in both directions for " + asked.number("--seconds")
                        + " s and keeps the connections. Heap hits: one thread reads all keys; in turn, in windows of "
                        + TimeUnit.NANOSECONDS.toMillis(WINDOW_NANOS)
                        + " ms, it does the same on another node in this process that is connected; the figure is the ratio of the two "
                        + "during the outage to that before it, loads included. Misses: keys that nobody has, under a deadline of "
                        + BlackHoleNode.DEADLINE.toMillis()
                        + " ms; the loader of every tenth takes too long. Bare waits: another thread of the process parks for the same time, "
                        + "again and again; what comes late there is the machine's and the collector's doing. Stale: a third node with `SERVE_STALE`, all of whose loads fail. "
                        + "All is well when an entry that another node has stored in Redis since is read from there, an invalidation "
                        + "of another node is obeyed, and no breaker is open. Of several rounds the sum, the most, and the median of "
                        + "the ratios.",
                Map.of("rounds", rounds.stream().map(BlackHoleSeen::toString).toList()));
    }

    private static long sum(List<BlackHoleSeen> rounds, ToLongFunction<BlackHoleSeen> figure) {
        return rounds.stream().mapToLong(figure).sum();
    }

    private static double most(List<BlackHoleSeen> rounds, ToDoubleFunction<BlackHoleSeen> figure) {
        return rounds.stream().mapToDouble(figure).max().orElse(0);
    }

    private static BlackHoleSeen round(Asked asked) {
        int keys = asked.number("--keys");
        Duration silence = Duration.ofSeconds(asked.number("--silence"));
        try (RedisServer server = RedisServer.launch();
                FaultProxy proxy = FaultProxy.to(server.uri());
                BlackHoleNode control = BlackHoleNode.open(server.uri(), "control", keys, silence, false);
                BlackHoleNode other = BlackHoleNode.open(server.uri(), "cut", keys, silence, false);
                BlackHoleNode cut = BlackHoleNode.open(proxy.uri(), "cut", keys, silence, false);
                BlackHoleNode stale = BlackHoleNode.open(proxy.uri(), "stale", keys, silence, true)) {
            ratios(cut, control, WARM_UP_WINDOWS);
            double before = ratios(cut, control, WINDOWS_BEFORE);
            cut.forgetLoads();
            proxy.swallow(Direction.TO_SERVER);
            proxy.swallow(Direction.TO_CLIENT);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(asked.number("--seconds"));
            double during;
            try (BlackHoleMisses misses = new BlackHoleMisses(cut);
                    BareWaits bare = new BareWaits(BlackHoleNode.DEADLINE.toNanos(), BlackHoleMisses.LATE_MILLIS);
                    BlackHoleStale reads = new BlackHoleStale(stale)) {
                stale.sourceFails();
                List<Double> ratios = new ArrayList<>();
                while (System.nanoTime() - until < 0) {
                    ratios.add(ratios(cut, control, 2));
                }
                during = Percentile.median(
                        ratios.stream().mapToDouble(Double::doubleValue).toArray());
                int loads = cut.mostLoads();
                misses.end();
                bare.end();
                reads.end();
                proxy.heal();
                long healed = System.nanoTime();
                double back = Clock.millis(healed(cut, other, healed) - healed);
                return new BlackHoleSeen(
                        during / before,
                        misses.count(),
                        misses.late(),
                        misses.slowestMillis(),
                        bare.late(),
                        bare.slowestMillis(),
                        misses.medianMillis(),
                        misses.errors(),
                        reads.errors(),
                        reads.stale(),
                        loads,
                        back);
            }
        }
    }

    /** The median of what one node reads in a window to what another one reads in the next. */
    private static double ratios(BlackHoleNode one, BlackHoleNode other, int windows) {
        double[] ratios = new double[windows];
        for (int i = 0; i < windows; i++) {
            double first = (i % 2 == 0 ? one : other).hits(WINDOW_NANOS);
            double second = (i % 2 == 0 ? other : one).hits(WINDOW_NANOS);
            ratios[i] = i % 2 == 0 ? first / second : second / first;
        }
        return Percentile.median(ratios);
    }

    private static long healed(BlackHoleNode cut, BlackHoleNode other, long since) {
        other.putFresh("healed");
        Clock.await("an entry of Redis", HEALED_SECONDS, () -> cut.isFromRedis("healed"));
        cut.hold("obeyed");
        other.invalidate("obeyed");
        Clock.await("an invalidation", HEALED_SECONDS, () -> !cut.holdsStill("obeyed"));
        long well = Clock.await("a closed breaker", HEALED_SECONDS, cut::isWell);
        return Math.max(well, since);
    }
}
