package dev.terrace.cache.redis;

import static dev.terrace.cache.spi.Name.dependency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.WithRedis;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithRedis
class RedisPushIT {

    private final Backend backend = new Backend();
    private final RedisServer server;
    private final InvalidationLog log;
    private final List<Pushed> pushed = new CopyOnWriteArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();

    RedisPushIT(RedisServer server) {
        this.server = server;
        log = backend.log(backend.redis(server.uri()), new LogListener() {
            @Override
            public void wake() {
                woken.incrementAndGet();
            }

            @Override
            public void pushed(Pushed what) {
                pushed.add(what);
            }
        });
        await().until(() -> woken.get() > 0); // subscribed
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void append_isPushedAsItStands() {
        List<List<Name>> batches = List.of(
                List.of(dependency("a")),
                List.of(dependency(" 3 \n:ä€😀"), Name.key(new Digest(1, 2)), Name.cache("a"), Name.NAMESPACE),
                IntStream.range(0, 1_000).mapToObj(i -> dependency("d" + i)).toList());

        for (List<Name> batch : batches) {
            Append append = new Append("id:" + batch.size(), 0, batch);
            Pushed expected = new Pushed(append.id(), Backend.answer(log.append(append)), batch);
            await().untilAsserted(() -> assertThat(pushed).endsWith(expected));
        }
    }

    @Test
    void append_ofTooMuchForOneMessage_onlyWakes() {
        int before = woken.get();
        List<Name> names = IntStream.range(0, 1_000)
                .mapToObj(i -> dependency("a name of some length " + i))
                .toList();

        Backend.answer(log.append(new Append("large", 0, names)));

        await().until(() -> woken.get() > before);
        assertThat(pushed).isEmpty();
    }

    @Test
    void messages_thatAreNoAppends_onlyWake() {
        int before = woken.get();

        server.command("PUBLISH", backend.logKey("wake"), "1 77 0 id 2\nda");
        server.command("PUBLISH", backend.logKey("wake"), "");

        await().until(() -> woken.get() >= before + 2);
        assertThat(pushed).isEmpty();
    }
}
