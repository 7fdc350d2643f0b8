package dev.terrace.cache.redis;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.testkit.FaultProxy;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import dev.terrace.testkit.contract.InvalidationLogContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

@WithRedis
class RedisInvalidationLogContractIT extends InvalidationLogContract {

    private final RedisServer server;
    private final FaultProxy proxy;
    private final List<Redis> clients = new ArrayList<>();

    RedisInvalidationLogContractIT(RedisServer server) {
        this.server = server;
        proxy = FaultProxy.to(server.uri());
    }

    @AfterEach
    void close() {
        clients.forEach(Redis::close);
        proxy.close();
    }

    @Override
    protected InvalidationLog newLog() {
        if (clients.isEmpty()) {
            clients.add(builder().build());
        }
        return clients.get(0).log();
    }

    @Override
    protected InvalidationLog newLog(int dependencies, int keys) {
        Redis forgetful =
                builder().dependenciesRetained(dependencies).keysRetained(keys).build();
        clients.add(forgetful);
        return forgetful.log();
    }

    private RedisBuilder builder() {
        return Redis.builder(proxy.uri()).commandTimeout(Duration.ofSeconds(1));
    }

    @Override
    protected void lose(String namespace) {
        server.command("FLUSHALL");
    }

    @Override
    protected void makeNewer(String namespace) {
        server.command("HSET", "terrace:{" + namespace + "}:log:head", "format", "2");
    }

    @Override
    protected AutoCloseable stall() {
        proxy.stall(FaultProxy.Direction.TO_SERVER);
        return proxy::heal;
    }
}
