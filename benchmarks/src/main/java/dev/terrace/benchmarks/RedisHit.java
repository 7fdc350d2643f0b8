package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Duels.Bout;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** What a read from Redis takes, beside bare commands. Stateless. */
final class RedisHit {

    static final Experiment EXPERIMENT = new Experiment(
            "redis-hit",
            "How many values a second are read through a cache whose nearest tier is Redis, beside bare GET and MGET",
            Duels.KNOBS,
            RedisHit::measure);

    private RedisHit() {}

    private static Findings measure(Asked asked, PrintStream progress) throws IOException {
        try (Backend redis = Backend.redis()) {
            return Duels.fight(
                    asked,
                    progress,
                    RedisReader.NAME,
                    redis.address(),
                    List.of(
                            new Bout("`get`, 1 thread", "get 1", Aim.atLeast(0.95)),
                            new Bout("`get`, 8 threads", "get 8", Aim.atLeast(0.95)),
                            new Bout("`get`, 64 threads", "get 64", Aim.atLeast(1.3)),
                            new Bout("`getAll` of 1,000", "all 1000", Aim.atLeast(0.8))),
                    "A cache without a heap whose only tier is Redis, with every setting at its default, beside Lettuce with its own: `GET`, "
                            + "and for `getAll` one `MGET`, on one connection for all threads. " + RedisReader.KEYS
                            + " keys, texts of 100 bytes, every read is a hit. The server is on the same machine.");
        }
    }
}
