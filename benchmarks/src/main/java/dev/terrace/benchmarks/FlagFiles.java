package dev.terrace.benchmarks;

import dev.terrace.flags.source.FileWatcher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether watchers of files miss an edit that stood for one interval. Stateless. */
final class FlagFiles {

    static final Experiment EXPERIMENT = new Experiment(
            "flag-files",
            "Whether an edit of a watched file of flags is missed that stood for one interval, and how soon it is in force",
            List.of(
                    new Knob("--edits", 10, 10_000_000, 10_000, 100, "edits of all files together"),
                    new Knob("--files", 1, 2_000, 100, 20, "files side by side, watched by one thread"),
                    new Knob("--interval", 20, 60_000, 1_000, 200, "milliseconds for which every content stands")),
            FlagFiles::measure);

    private static final int EDITORS = 8;
    private static final double PAUSE = 0.05;
    private static final int SETTLED_SECONDS = 5;

    private FlagFiles() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("terrace-flag-files");
        int interval = asked.number("--interval");
        List<FlagFile> files = new ArrayList<>();
        try (FileWatcher watcher = FileWatcher.every(Duration.ofMillis(interval))) {
            for (int i = 0; i < asked.number("--files"); i++) {
                files.add(new FlagFile(directory, watcher, i, (long) (PAUSE * interval)));
            }
            progress.printf("%d files are watched%n", files.size());
            edit(files, asked.number("--edits"), interval);
            Clock.pauseMillis(TimeUnit.SECONDS.toMillis(SETTLED_SECONDS));
            return findings(asked, files.stream().map(FlagFile::judge).toList(), files);
        } finally {
            files.forEach(FlagFile::close);
            Results.delete(directory);
        }
    }

    /** Each file by itself: an edit, an interval and a little more by chance, the next edit. */
    private static void edit(List<FlagFile> files, int edits, int interval) throws InterruptedException {
        ScheduledExecutorService editors = Executors.newScheduledThreadPool(EDITORS);
        CountDownLatch left = new CountDownLatch(files.size());
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Random random = new Random(interval);
        for (int i = 0; i < files.size(); i++) {
            FlagFile file = files.get(i);
            int own = (edits + i) / files.size();
            Runnable next = new Runnable() {
                @Override
                public void run() {
                    if (file.edits() == own || failure.get() != null) {
                        left.countDown();
                        return;
                    }
                    try {
                        file.edit();
                    } catch (IOException | RuntimeException e) {
                        failure.set(e);
                    }
                    long micros = 1_000L * interval + random.nextInt(100 * interval);
                    editors.schedule(this, micros, TimeUnit.MICROSECONDS);
                }
            };
            editors.schedule(next, random.nextInt(interval), TimeUnit.MILLISECONDS);
        }
        left.await();
        editors.shutdownNow();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("an edit failed", failed);
        }
    }

    private static Findings findings(Asked asked, List<FlagFile.Judged> judged, List<FlagFile> files) {
        List<FlagFile.Kind> missed =
                judged.stream().flatMap(one -> one.missed().stream()).toList();
        double[] millis = judged.stream()
                .flatMap(one -> one.millisUntilLoaded().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        int edits = files.stream().mapToInt(FlagFile::edits).sum();
        return new Findings(
                List.of(
                        Figure.count(String.format("missed of %,d edits", edits), missed.size())
                                .aim(Aim.exactly(0)),
                        Figure.count(
                                        "of these while the watcher did not say that it was late",
                                        judged.stream()
                                                .mapToInt(FlagFile.Judged::unannounced)
                                                .sum())
                                .aim(Aim.exactly(0)),
                        Figure.count(
                                        "seen, and not loaded or refused as they must be",
                                        judged.stream()
                                                .mapToInt(FlagFile.Judged::wrong)
                                                .sum())
                                .aim(Aim.exactly(0)),
                        Figure.count(
                                        "files whose last good definitions that were seen are not in force at the end",
                                        judged.stream()
                                                .filter(one -> !one.isLastGoodInForce())
                                                .count())
                                .aim(Aim.exactly(0)),
                        Figure.count(
                                "times that the watcher said it was late",
                                judged.stream().mapToInt(FlagFile.Judged::late).sum()),
                        Figure.of("an edit until it is in force, p50", Unit.MILLISECONDS, Percentile.of(millis, 50)),
                        Figure.of("the same, p99", Unit.MILLISECONDS, Percentile.of(millis, 99))
                                .aim(Aim.atMost(1_000)),
                        Figure.of("the same, at most", Unit.MILLISECONDS, Percentile.of(millis, 100))),
                asked.number("--files") + " files, each with a feed of its own, one watcher with an interval of "
                        + asked.number("--interval")
                        + " ms for all. Each is edited again and again, an interval and up to a tenth more after the last edit, in "
                        + "one of these ways: " + FlagFile.kinds()
                        + "; to definitions that are right (half of them), wrong or empty, or to 100 MB. Every edit must be handed over by "
                        + "itself, in order: its content, that it is too large, or that the file is away; and must be loaded or refused. The "
                        + "time is from the end of an edit to the moment at which it is in force. A watcher that does not get to run says "
                        + "that it is late.",
                Map.of(
                        "missed",
                        missed.stream().map(Enum::name).toList(),
                        "millis",
                        Arrays.stream(millis).boxed().toList()));
    }
}
