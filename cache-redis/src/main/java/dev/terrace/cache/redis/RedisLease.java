package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Attachment.text;

import dev.terrace.cache.spi.Grant;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Leases on Redis: a key that expires for each that is held, and the last token of each in one hash. Thread-safe. */
final class RedisLease implements Lease {

    private final Attachment attachment;

    RedisLease(Redis redis) {
        this.attachment = new Attachment(redis, "redis lease");
    }

    @Override
    public void open(Host host) {
        attachment.open(host);
    }

    @Override
    public CompletionStage<Optional<Grant>> acquire(String name, String holder, Duration ttl) {
        Limits.name(name);
        Limits.text("lease's holder", holder);
        long millis = Limits.ttlMillis(ttl);
        long sent = attachment.nanoTime();
        List<byte[]> arguments = List.of(Keys.utf8(name), Keys.utf8(holder), text(millis));
        return Commands.then(
                attachment.number(Script.ACQUIRE, keys -> keys.lease(name), arguments),
                token -> grant(token != 0, name, token, sent, millis));
    }

    @Override
    public CompletionStage<Optional<Grant>> renew(String name, long token, Duration ttl) {
        Limits.name(name);
        Limits.version("token", token, 1);
        long millis = Limits.ttlMillis(ttl);
        long sent = attachment.nanoTime();
        return Commands.then(
                attachment.number(Script.RENEW, keys -> keys.lease(name), List.of(text(token), text(millis))),
                held -> grant(held != 0, name, token, sent, millis));
    }

    private static Optional<Grant> grant(boolean held, String name, long token, long sent, long millis) {
        return held ? Optional.of(new Grant(name, token, sent, Duration.ofMillis(millis))) : Optional.empty();
    }

    @Override
    public CompletionStage<Boolean> release(String name, long token) {
        Limits.name(name);
        Limits.version("token", token, 1);
        return Commands.then(
                attachment.number(Script.RELEASE, keys -> keys.lease(name), List.of(text(token))), held -> held != 0);
    }

    @Override
    public void close() {
        attachment.close();
    }
}
