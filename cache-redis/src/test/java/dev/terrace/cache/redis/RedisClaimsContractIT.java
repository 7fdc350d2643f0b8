package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import dev.terrace.testkit.contract.ClaimsContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

@WithRedis
class RedisClaimsContractIT extends ClaimsContract {

    private final FaultProxy proxy;
    private final Redis redis;

    RedisClaimsContractIT(RedisServer server) {
        proxy = FaultProxy.to(server.uri());
        redis = Redis.builder(proxy.uri()).commandTimeout(Duration.ofSeconds(1)).build();
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
    }

    @Override
    protected Tier newTier() {
        return redis.tier();
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
