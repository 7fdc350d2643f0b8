package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Duels.Bout;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a read from a database takes and what a write, beside a bare statement. Stateless. */
final class JdbcHit {

    static final Experiment EXPERIMENT = new Experiment(
            "jdbc-hit",
            "How many values a second are read through a cache whose only tier is PostgreSQL, or H2 in a file, beside a bare SELECT",
            Duels.KNOBS,
            (asked, progress) -> measure(
                    asked,
                    progress,
                    "get",
                    Aim.atLeast(0.9),
                    "beside a prepared `SELECT` of one row by its primary key through the same pool. Every read is a hit."));

    static final Experiment WRITE = new Experiment(
            "jdbc-write",
            "How many values a second are put into a cache whose only tier is PostgreSQL, or H2 in a file, beside a bare upsert",
            Duels.KNOBS,
            (asked, progress) -> measure(
                    asked,
                    progress,
                    "put",
                    null,
                    "beside a prepared upsert of one row by its primary key through the same pool. A `put` is an invalidation, which the log "
                            + "has to sequence, and a stored entry; the bare statement tells nobody."));

    private JdbcHit() {}

    private static Findings measure(
            Asked asked, PrintStream progress, String call, @Nullable Aim ofPostgres, String besides)
            throws IOException {
        String method =
                "A cache without a heap whose only tier is the database, with every setting at its default, " + besides
                        + " " + JdbcReader.KEYS
                        + " keys, texts of 100 bytes. PostgreSQL is a server on the same machine; H2 is in a file, in the very process.";
        Findings postgres;
        try (Backend server = Backend.postgres()) {
            postgres = fight(asked, progress, "PostgreSQL", server.address(), call, ofPostgres, method);
        }
        Path directory = Files.createTempDirectory("terrace-h2");
        try {
            return both(
                    postgres,
                    fight(asked, progress, "H2", directory.resolve("values").toString(), call, null, method));
        } finally {
            Results.delete(directory);
        }
    }

    private static Findings fight(
            Asked asked,
            PrintStream progress,
            String database,
            String address,
            String call,
            @Nullable Aim aim,
            String method)
            throws IOException {
        List<Bout> bouts = Stream.of(1, 8)
                .map(threads -> new Bout(
                        database + ": `" + call + "`, " + threads + (threads == 1 ? " thread" : " threads"),
                        call + " " + threads,
                        aim))
                .toList();
        Findings findings = Duels.fight(asked, progress, JdbcReader.NAME, address, bouts, method);
        List<Figure> figures = findings.figures().stream()
                .map(figure -> figure.label().startsWith(database) ? figure : figure.of(database))
                .toList();
        return new Findings(figures, findings.method(), findings.raw());
    }

    /** Of both databases, by the same method. */
    private static Findings both(Findings one, Findings other) {
        List<Figure> figures = new ArrayList<>(one.figures());
        figures.addAll(other.figures());
        Map<String, Object> raw = new LinkedHashMap<>(one.raw());
        raw.putAll(other.raw());
        return new Findings(figures, one.method(), raw);
    }
}
