package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Contests.Bout;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What reads from Redis take, by several libraries. Stateless. */
final class RedisPeers {

    static final Experiment ONE = new Experiment(
            "redis-peers",
            "How many values a second are read from Redis, one by one, by Terrace and by its peers, beside a bare GET",
            Contests.knobs(4, 800),
            RedisPeers::one);

    static final Experiment BULK = new Experiment(
            "bulk-peers",
            "How many batches of 100 and of 1,000 keys a second are read from Redis, by Terrace and by its peers, beside a bare MGET",
            Contests.knobs(6, 2_000),
            RedisPeers::bulk);

    private RedisPeers() {}

    private static Findings one(Asked asked, PrintStream progress) throws IOException {
        List<Bout> bouts = new ArrayList<>();
        for (int bytes : List.of(FarReader.SMALL, FarReader.LARGE)) {
            for (int threads : List.of(1, 8, 64)) {
                bouts.add(new Bout(
                        threads
                                + (threads == 1 ? " thread, " : " threads, ")
                                + (bytes == FarReader.SMALL ? "100 B" : "10 KB"),
                        "get " + threads + " " + bytes));
            }
        }
        return fight(
                asked,
                progress,
                bouts,
                "Reads of one key at a time, every one a hit; no contender keeps anything nearer than Redis.");
    }

    private static Findings bulk(Asked asked, PrintStream progress) throws IOException {
        return fight(
                asked,
                progress,
                List.of(new Bout("100 keys", "all 100"), new Bout("1,000 keys", "all 1000")),
                "Reads of many keys by one call of one thread, every one a hit; calls a second. Values of 100 bytes. Spring's cache has no "
                        + "such call.");
    }

    private static Findings fight(Asked asked, PrintStream progress, List<Bout> bouts, String method)
            throws IOException {
        Path log = asked.out().resolve(asked.title() + ".log");
        try (Backend redis = Backend.redis()) {
            return Contests.fight(
                    asked,
                    progress,
                    () -> PeerProcess.launch(log, FarPeers.class, FarReader.NAME, redis.address()),
                    List.copyOf(FarReader.CONTENDERS.keySet()),
                    bouts,
                    method + " " + FarReader.SMALL_KEYS + " keys of 100 bytes, " + FarReader.LARGE_KEYS
                            + " of 10 KB, texts; the server is on the same machine. How each peer is set up: docs/benchmarks.md.");
        }
    }
}
