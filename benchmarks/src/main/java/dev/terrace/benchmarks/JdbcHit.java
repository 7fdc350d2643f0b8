package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Duels.Bout;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** What a read from a database takes, beside a bare statement. Stateless. */
final class JdbcHit {

    static final Experiment EXPERIMENT = new Experiment(
            "jdbc-hit",
            "How many values a second are read through a cache whose only tier is PostgreSQL, beside a bare SELECT",
            Duels.KNOBS,
            JdbcHit::measure);

    private JdbcHit() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        try (Backend postgres = Backend.postgres()) {
            return Duels.fight(
                    asked,
                    progress,
                    JdbcReader.NAME,
                    postgres.address(),
                    List.of(
                            new Bout("`get`, 1 thread", "get 1", Aim.atLeast(0.9)),
                            new Bout("`get`, 8 threads", "get 8", Aim.atLeast(0.9))),
                    "A cache without a heap whose only tier is PostgreSQL, with every setting at its default, beside a prepared `SELECT` of one "
                            + "row by its primary key through the same pool. "
                            + JdbcReader.KEYS
                            + " keys, texts of 100 bytes, every read is a hit. The server is on the same machine.");
        }
    }
}
