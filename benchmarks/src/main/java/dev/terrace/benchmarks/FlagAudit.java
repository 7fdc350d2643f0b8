package dev.terrace.benchmarks;

import dev.terrace.flags.audit.Anchor;
import dev.terrace.flags.audit.Finding;
import dev.terrace.flags.audit.Verification;
import dev.terrace.flags.store.FlagStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Whether a process that is killed in the middle of a change leaves one without its record, or a record without one. Stateless. */
final class FlagAudit {

    static final Experiment EXPERIMENT = new Experiment(
            "flag-audit",
            "Whether kill -9 in the middle of changes of flags leaves a change without its audit record, or the other way round",
            List.of(
                    new Knob("--changes", 1, 1_000_000, 1_000, 50, "changes in each kind of store"),
                    new Knob(
                            "--alive",
                            1,
                            60_000,
                            1_500,
                            1_000,
                            "milliseconds after which a process is killed, at most"),
                    new Knob("--seed", 0, Integer.MAX_VALUE, 1, 1, "seed of the moments")),
            FlagAudit::measure);

    private FlagAudit() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        Path directory = Files.createTempDirectory("terrace-flag-audit");
        try (Backend postgres = Backend.postgres()) {
            Killed file = kill(asked, directory.resolve("flags").toString(), progress);
            Killed server = kill(asked, postgres.address(), progress);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(file.figures("a file"));
            figures.addAll(server.figures("PostgreSQL"));
            return new Findings(
                    figures,
                    "One process changes one flag after the other and is killed (SIGKILL) at a random moment of its first "
                            + asked.number("--alive")
                            + " ms; then another one goes on. After each kill this process reads the whole trail: "
                            + "hashes, head, the anchors of all checks before, and whether what is stored is what the trail says.",
                    Map.of("seed", asked.number("--seed")));
        } finally {
            Results.delete(directory);
        }
    }

    /** What was found in one kind of store. */
    private static final class Killed {

        private final Set<String> acknowledged = new HashSet<>();
        private final List<Anchor> anchors = new ArrayList<>();
        private long kills;
        private long records;
        private long findings;
        private long lost;

        void check(String address, PrintStream progress) {
            try (FlagPlace place = FlagPlace.at(address);
                    FlagStore store = place.store()) {
                Verification verification = FlagPlace.answer(store.audit().verify(anchors));
                for (Finding finding : verification.findings()) {
                    progress.println("found: " + finding);
                }
                findings += verification.findings().size();
                records = verification.records();
                anchors.add(verification.end());
                Set<String> missing = new HashSet<>(acknowledged);
                FlagPlace.answer(store.audit().records(0, record -> {
                    missing.remove(record.change());
                    return true;
                }));
                lost = missing.size();
            }
        }

        List<Figure> figures(String name) {
            return List.of(
                    Figure.count(name + ": changes", records),
                    Figure.count(name + ": processes killed", kills),
                    Figure.count(name + ": changes without a record, and records without a change", findings)
                            .aim(Aim.exactly(0)),
                    Figure.count(name + ": changes that were acknowledged and lost", lost)
                            .aim(Aim.exactly(0)));
        }
    }

    private static Killed kill(Asked asked, String address, PrintStream progress) throws IOException {
        Killed killed = new Killed();
        Random random = new Random(asked.number("--seed"));
        Path log = asked.out().resolve(asked.title() + ".log");
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try {
            while (killed.records < asked.number("--changes")) {
                try (PeerProcess writer = PeerProcess.launch(log, FlagWriter.NAME, address)) {
                    long micros = random.nextInt(1_000 * asked.number("--alive"));
                    var unused = killer.schedule(
                            () -> ProcessHandle.of(writer.pid()).ifPresent(ProcessHandle::destroyForcibly),
                            micros,
                            TimeUnit.MICROSECONDS);
                    ask(writer, killed.acknowledged);
                }
                killed.kills++;
                killed.check(address, progress);
                progress.printf("%d changes, %d kills, %d findings%n", killed.records, killed.kills, killed.findings);
            }
        } finally {
            killer.shutdownNow();
        }
        return killed;
    }

    /** Until it is dead. */
    private static void ask(PeerProcess writer, Set<String> acknowledged) {
        while (true) {
            try {
                acknowledged.add(writer.ask("change"));
            } catch (IllegalStateException dead) {
                return;
            }
        }
    }
}
