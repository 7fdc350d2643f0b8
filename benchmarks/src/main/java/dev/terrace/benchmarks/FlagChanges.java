package dev.terrace.benchmarks;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Setting;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.store.ChangeOutcome;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.flags.store.StoredFlags;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/*
 * Measured from before the call of the one node to the moment when an evaluation of the other answers the new value, seen by a thread that
 * looks every 20 microseconds. A trial begins when the one before it was seen, after a pause whose length is random over a whole poll
 * interval, so that no poll keeps step with the trials.
 */
/** How long a change of a flag takes to an evaluation on another node. Stateless. */
final class FlagChanges {

    static final Experiment EXPERIMENT = new Experiment(
            "flag-change",
            "How long a change of a flag takes until another node evaluates it",
            List.of(
                    new Knob("--trials", 10, 1_000_000, 500, 20, "changes in each kind of store"),
                    new Knob(
                            "--warm-up",
                            1,
                            1_000_000,
                            200,
                            10,
                            "changes before them, without pauses, that do not count"),
                    new Knob("--flags", 1, 10_000, 100, 10, "flags that are stored"),
                    new Knob("--seed", 0, Integer.MAX_VALUE, 1, 1, "seed of the pauses")),
            FlagChanges::measure);

    private static final int LOST_SECONDS = 30;
    private static final int PAUSE_MILLIS = 500;
    private static final double REDIS_MILLIS = 100;
    private static final double JDBC_MILLIS = 1_000;
    private static final int EDITS = 50;
    private static final BooleanFlag OBSERVED = BooleanFlag.of("observed", false);

    private FlagChanges() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Map<String, Object> raw = new LinkedHashMap<>();
        Path directory = Files.createTempDirectory("terrace-flag-change");
        try (Backend redis = Backend.redis();
                Backend postgres = Backend.postgres()) {
            tell("Redis", redis.address(), REDIS_MILLIS, asked, figures, raw, progress);
            tell("PostgreSQL", postgres.address(), JDBC_MILLIS, asked, figures, raw, progress);
            tell("H2 in a file", directory.resolve("flags").toString(), JDBC_MILLIS, asked, figures, raw, progress);
        } finally {
            Results.delete(directory);
        }
        return new Findings(
                figures,
                "Two nodes in one process, each with a store, a feed and connections of its own, on loopback, with all defaults: a poll every "
                        + "500 ms beside the log. From before the call of the one to when an evaluation on the other answers the new value. "
                        + asked.number("--flags") + " flags are stored.",
                raw);
    }

    private static void tell(
            String name,
            String address,
            double aim,
            Asked asked,
            List<Figure> figures,
            Map<String, Object> raw,
            PrintStream progress) {
        double[] millis = new double[asked.number("--trials")];
        double[] calls = new double[millis.length];
        try (FlagPlace one = FlagPlace.at(address);
                FlagPlace other = FlagPlace.at(address);
                FlagStore teller = one.store();
                FlagStore told = other.store();
                FlagFeed own = feed(teller);
                FlagFeed feed = feed(told)) {
            fill(teller, asked.number("--flags"));
            Random random = new Random(asked.number("--seed"));
            for (int i = 0; i < asked.number("--warm-up"); i++) {
                trial(teller, own.flags(), feed.flags());
            }
            for (int i = 0; i < millis.length; i++) {
                Clock.pauseMillis(random.nextInt(PAUSE_MILLIS));
                long[] took = trial(teller, own.flags(), feed.flags());
                calls[i] = Clock.millis(took[0]);
                millis[i] = Clock.millis(took[1]);
            }
        }
        figures.add(Figure.of(
                name + ": until another node evaluates it, p50", Unit.MILLISECONDS, Percentile.of(millis, 50)));
        figures.add(Figure.of(name + ": the same, p99", Unit.MILLISECONDS, Percentile.of(millis, 99))
                .aim(Aim.atMost(aim)));
        figures.add(Figure.of(name + ": the same, at most", Unit.MILLISECONDS, Percentile.of(millis, 100)));
        figures.add(Figure.of(
                name + ": until it is in force on its own node, p50", Unit.MILLISECONDS, Percentile.of(calls, 50)));
        raw.put(name, Arrays.stream(millis).boxed().toList());
        progress.println(name + " is measured");
    }

    private static FlagFeed feed(FlagStore store) {
        return FlagFeed.builder(Setting.none()).from(store.source()).start();
    }

    private static void fill(FlagStore store, int flags) {
        for (int first = 0; first < flags; first += EDITS) {
            List<Edit> edits = new ArrayList<>();
            for (int i = first; i < Math.min(flags, first + EDITS); i++) {
                edits.add(i == 0 ? observed("off") : FlagWriter.edit(i, flags));
            }
            change(store, edits.toArray(new Edit[0]));
        }
    }

    private static Edit observed(String variant) {
        return Edit.flag(OBSERVED.key(), "{\"type\":\"boolean\",\"default\":\"" + variant + "\"}");
    }

    private static void change(FlagStore store, Edit... edits) {
        StoredFlags read = FlagPlace.answer(store.read());
        ChangeOutcome outcome =
                FlagPlace.answer(store.change(FlagChange.of("bench", "a trial", read.version(), edits)));
        if (!(outcome instanceof ChangeOutcome.Applied)) {
            throw new IllegalStateException("the change was not made: " + outcome);
        }
    }

    /** Nanoseconds until the call returned, and until the other node has it. */
    private static long[] trial(FlagStore teller, Flags own, Flags other) {
        boolean next = !own.isOn(OBSERVED, "u");
        long start = System.nanoTime();
        change(teller, observed(next ? "on" : "off"));
        long returned = System.nanoTime();
        Clock.await("a change on another node", LOST_SECONDS, () -> other.isOn(OBSERVED, "u") == next);
        return new long[] {returned - start, System.nanoTime() - start};
    }
}
