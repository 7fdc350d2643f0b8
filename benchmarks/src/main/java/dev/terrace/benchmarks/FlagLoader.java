package dev.terrace.benchmarks;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/*
 * Lines and answers:
 *
 *   load TIMES                 the first load of this process; the median of the last third as JSON, and as YAML: milliseconds
 *   replace PAIRS MILLIS       batches of evaluations a second, in windows with replacements and without
 *
 * "replacing" is set by whoever begins a window; the thread that replaces looks at it ten times a second.
 */
/** A process that loads definitions. */
final class FlagLoader implements Duty {

    static final String NAME = "flag-loader";
    static final int FLAGS = 1_000;
    static final int A_SECOND = 10;
    static final int BATCH = 1_000;

    private static final double NANOS = 1e6;

    private final ScheduledExecutorService replacer = Executors.newSingleThreadScheduledExecutor();
    private final String json = document(true);
    private final String yaml = document(false);
    private volatile boolean replacing;

    private FlagLoader() {}

    static FlagLoader open() {
        return new FlagLoader();
    }

    @Override
    public String answer(String line) {
        int[] numbers = Duels.numbers(line, 1);
        return line.startsWith("load") ? load(numbers[0]) : replace(numbers[0], numbers[1]);
    }

    private String load(int times) {
        double[] ofJson = times(times, json, Format.JSON);
        double[] ofYaml = times(times, yaml, Format.YAML);
        return ofJson[0] + " " + late(ofJson) + " " + late(ofYaml);
    }

    private static double late(double[] all) {
        return Percentile.median(Arrays.copyOfRange(all, all.length * 2 / 3, all.length));
    }

    private static double[] times(int times, String document, Format format) {
        double[] all = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            Snapshot snapshot = compiled(document, format);
            all[i] = (System.nanoTime() - start) / NANOS;
            if (snapshot.keys().size() != FLAGS) {
                throw new IllegalStateException("loaded " + snapshot.keys().size() + " flags");
            }
        }
        return all;
    }

    private String replace(int pairs, int millis) {
        Flags flags = Flags.of(compiled(json, Format.JSON));
        List<BooleanFlag> asked = IntStream.range(0, FLAGS)
                .filter(i -> i % 5 == 0)
                .mapToObj(i -> BooleanFlag.of("flag_" + i, false))
                .toList();
        String[] users = FlagHit.ids().toArray(String[]::new);
        replacer.scheduleAtFixedRate(
                () -> {
                    if (replacing) {
                        flags.replace(compiled(json, Format.JSON));
                    }
                },
                0,
                1_000 / A_SECOND,
                TimeUnit.MILLISECONDS);
        try (Duel duel =
                new Duel(1, thread -> begun(true, flags, asked, users), thread -> begun(false, flags, asked, users))) {
            return Duels.answer(duel.fight(pairs, TimeUnit.MILLISECONDS.toNanos(millis)));
        } finally {
            replacing = false;
        }
    }

    private Runnable begun(boolean replace, Flags flags, List<BooleanFlag> asked, String[] users) {
        replacing = replace;
        int[] on = {0};
        return () -> {
            for (int i = 0; i < BATCH; i++) {
                on[0] += flags.isOn(asked.get(i % asked.size()), users[i & (users.length - 1)]) ? 1 : 0;
            }
            if (on[0] == 0) {
                throw new IllegalStateException("nobody was in");
            }
        };
    }

    private static Snapshot compiled(String document, Format format) {
        return Definitions.parse(document, format).compile(Setting.of("production"));
    }

    /** Flags as services have them: a fifth rollouts with conditions, the rest of all types. JSON is YAML too, on one line. */
    private static String document(boolean onOneLine) {
        StringBuilder text = new StringBuilder(
                "{\"version\": 1, \"segments\": {\"staff\": {\"when\": {\"attribute\": \"email\", \"endsWith\": \"@acme.example\"}}}, \"flags\": {");
        for (int i = 0; i < FLAGS; i++) {
            String common = "\"flag_" + i + "\": {\"description\": \"Flag number " + i
                    + " of the measurement\", \"owner\": \"shop\", \"tags\": [\"web\"], ";
            text.append(i == 0 ? "" : ", ")
                    .append(onOneLine ? "" : "\n  ")
                    .append(common)
                    .append(
                            switch (i % 5) {
                                case 0 ->
                                    "\"type\": \"boolean\", \"default\": \"off\", \"salt\": \"flag_" + i
                                            + "\", \"rules\": ["
                                            + "{\"when\": {\"segment\": \"staff\"}, \"variant\": \"on\"}, {\"rollout\": {\"percent\": 25, \"variant\": \"on\"}}]}";
                                case 1 ->
                                    "\"type\": \"string\", \"variants\": {\"a\": \"A\", \"b\": \"B\"}, \"default\": \"a\", \"rules\": [{\"when\": {\"all\": ["
                                            + "{\"attribute\": \"country\", \"in\": [\"DE\", \"AT\", \"CH\"]}, {\"attribute\": \"app\", \"version\": \">=2.4.0\"}]}, \"variant\": \"b\"}]}";
                                case 2 ->
                                    "\"type\": \"integer\", \"variants\": {\"few\": 20, \"many\": 200}, \"default\": \"few\"}";
                                case 3 ->
                                    "\"type\": \"number\", \"variants\": {\"half\": 0.5, \"all\": 1.0}, \"default\": \"half\", \"environments\": {\"staging\": {\"default\": \"all\"}}}";
                                default ->
                                    "\"type\": \"object\", \"variants\": {\"o\": {\"name\": \"x\", \"sizes\": [1, 2, 3]}}, \"default\": \"o\"}";
                            });
        }
        return text.append("}}").toString();
    }

    @Override
    public void close() {
        replacer.shutdownNow();
    }
}
