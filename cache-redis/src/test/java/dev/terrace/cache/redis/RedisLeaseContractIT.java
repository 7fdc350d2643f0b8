package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Lease;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import dev.terrace.testkit.contract.LeaseContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

@WithRedis
class RedisLeaseContractIT extends LeaseContract {

    private final RedisServer server;
    private final FaultProxy proxy;
    private final Redis redis;

    RedisLeaseContractIT(RedisServer server) {
        this.server = server;
        proxy = FaultProxy.to(server.uri());
        redis = Redis.builder(proxy.uri()).commandTimeout(Duration.ofSeconds(1)).build();
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
    }

    @Override
    protected Lease newLease() {
        return redis.lease();
    }

    @Override
    protected void lose(String namespace) {
        server.command("FLUSHALL");
    }

    @Override
    protected void advance(String namespace, String name, long token) {
        server.command("HSET", "terrace:{" + namespace + "}:tokens", name, "" + token);
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
