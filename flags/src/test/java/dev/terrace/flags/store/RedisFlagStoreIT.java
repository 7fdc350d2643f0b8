package dev.terrace.flags.store;

import dev.terrace.cache.redis.Redis;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

@WithRedis
class RedisFlagStoreIT extends FlagStoreContract {

    private final RedisServer server;
    private final Redis redis;

    RedisFlagStoreIT(RedisServer server) {
        this.server = server;
        redis = Redis.builder(server.uri())
                .commandTimeout(Duration.ofSeconds(5))
                .build();
    }

    @AfterEach
    void closeRedis() throws Exception {
        closeNodes();
        redis.close();
    }

    @Override
    Ledger newLedger() {
        return redis.ledger();
    }

    @Override
    InvalidationLog newLog() {
        return redis.log();
    }

    @Override
    void lose() {
        server.command("FLUSHALL");
    }
}
