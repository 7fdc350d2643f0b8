package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Ledger;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import dev.terrace.testkit.contract.LedgerContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

@WithRedis
class RedisLedgerContractIT extends LedgerContract {

    private final RedisServer server;
    private final FaultProxy proxy;
    private final Redis redis;

    RedisLedgerContractIT(RedisServer server) {
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
    protected Ledger newLedger() {
        return redis.ledger();
    }

    @Override
    protected void lose(String namespace) {
        server.command("FLUSHALL");
    }

    @Override
    protected void makeNewer(String namespace, String collection) {
        server.command("HSET", "terrace:{" + namespace + "}:head:" + collection, "format", "2");
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
