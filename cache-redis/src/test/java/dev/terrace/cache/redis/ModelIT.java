package dev.terrace.cache.redis;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import dev.terrace.testkit.simulation.Corpus;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's model of Redis answers what a real one answers. */
@WithRedis
class ModelIT {

    private static final int RETAINED = 6;

    private final Backend backend = new Backend();
    private final RedisServer server;
    private final InvalidationLog log;
    private final Tier tier;

    ModelIT(RedisServer server) {
        this.server = server;
        Redis redis = backend.redis(
                Backend.patient(server.uri()).dependenciesRetained(RETAINED).keysRetained(RETAINED));
        log = backend.log(redis);
        tier = backend.tier(redis);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void model_ofRandomCallsAndLosses_answersAsRedisDoes(long seed) {
        Random random = new Random(seed);
        Corpus corpus = new Corpus(log, tier, RETAINED, 1, seed);
        for (int i = 0; i < 12; i++) {
            corpus.run(120);
            boolean everything = random.nextBoolean();
            if (everything) {
                server.command("KEYS", "terrace:*" + backend.namespace + "*")
                        .lines()
                        .forEach(key -> server.command("DEL", key));
            } else {
                for (String set : List.of("dependencies", "keys", "floors")) {
                    server.command("DEL", backend.logKey(set));
                }
            }
            corpus.lost(everything);
        }
    }
}
