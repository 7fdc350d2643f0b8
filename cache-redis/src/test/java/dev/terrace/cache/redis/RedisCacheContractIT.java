package dev.terrace.cache.redis;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import dev.terrace.testkit.contract.CacheContract;
import org.junit.jupiter.api.AfterEach;

@WithRedis
class RedisCacheContractIT extends CacheContract {

    private final FaultProxy proxy;
    private final Redis redis;

    RedisCacheContractIT(RedisServer server) {
        proxy = FaultProxy.to(server.uri());
        redis = Redis.at(proxy.uri());
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
    }

    @Override
    protected InvalidationLog newLog() {
        return redis.log();
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
