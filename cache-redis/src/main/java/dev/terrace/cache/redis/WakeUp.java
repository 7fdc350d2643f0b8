package dev.terrace.cache.redis;

import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Time;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Messages are hints. They may be lost or doubled, and the reader polls as well. What carries no append that can be read, such as one
 * of a newer version, wakes. Whenever the connection was
 * made anew, something may have been missed, so the subscription itself wakes too.
 */
/** Tells the reader of a log when Redis says that something was appended. Thread-safe. */
final class WakeUp implements Link.Listener<StatefulRedisPubSubConnection<byte[], byte[]>> {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final Settings settings;
    private final Locator locator;
    private final String channel;
    private final LogListener listener;
    private final Link<StatefulRedisPubSubConnection<byte[], byte[]>> link;
    private final AtomicBoolean refused = new AtomicBoolean();
    private volatile @Nullable RedisURI server;

    WakeUp(RedisClient client, Settings settings, Locator locator, String channel, LogListener listener, Time time) {
        this.settings = settings;
        this.locator = locator;
        this.channel = channel;
        this.listener = listener;
        this.link = new Link<>(() -> locator.locate().thenCompose(uri -> connect(client, uri)), this, settings, time);
    }

    private CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connect(RedisClient client, RedisURI uri) {
        server = uri;
        CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> connected =
                client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri);
        // In a cluster any node hears of everything.
        return settings.address().kind() == Address.Kind.CLUSTER ? connected : connected.thenCompose(Primary::only);
    }

    void start() {
        link.connect();
    }

    /** Finds out whether messages would still arrive. */
    void check() {
        link.check();
    }

    /** Subscribes elsewhere if the log is on another server than this listens to. */
    void follow() {
        locator.locate().thenAccept(now -> {
            if (!now.equals(server)) {
                link.replace();
            }
        });
    }

    @Override
    public void up(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(byte[] from, byte[] message) {
                Pushed pushed = PushMessage.decode(message);
                if (pushed == null) {
                    listener.wake();
                } else {
                    listener.pushed(pushed);
                }
            }

            @Override
            public void subscribed(byte[] to, long count) {
                listener.wake();
            }
        });
        connection.async().subscribe(Keys.utf8(channel)).whenComplete((subscribed, failure) -> {
            link.observe(connection, failure);
            if (failure instanceof RedisCommandExecutionException && refused.compareAndSet(false, true)) {
                LOG.warn(
                        "Redis at {} does not let this node subscribe to {}: invalidations of other nodes arrive by polling "
                                + "only; allow SUBSCRIBE on that channel. Cause: {}",
                        settings.place(),
                        channel,
                        Refusals.describe(failure));
            }
        });
    }

    /** The connection for commands says it already. */
    @Override
    public void down(Throwable cause) {
        LOG.debug("No connection to Redis at {} for wake-ups: {}", settings.place(), Refusals.describe(cause));
    }

    CompletableFuture<Void> close() {
        return link.close();
    }
}
