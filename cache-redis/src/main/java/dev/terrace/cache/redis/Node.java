package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Time;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * What is sent goes out in the order in which it was sent, and is answered in that order, on one thread of the driver: that a
 * log's append is known before a read that shows it rests on this. Only failures by timeout come from another thread.
 *
 * A primary that Sentinels have replaced while it was well goes on as if it were one until they tell it, about ten seconds later. What is
 * written there is lost, so one of them is asked every now and then.
 */
/** The connection for commands to one server. Thread-safe. */
final class Node implements Servers, Link.Listener<StatefulRedisConnection<byte[], byte[]>> {

    private static final Duration BETWEEN_HINTS = Duration.ofSeconds(2);
    private static final int RACES = 5;

    private final String place;
    private final Time time;
    private final Locator locator;
    private final Listener listener;
    private final Link<StatefulRedisConnection<byte[], byte[]>> link;
    private volatile @Nullable RedisURI server;
    private volatile Time.@Nullable Timer hints;

    private Node(
            Settings settings,
            String place,
            Locator locator,
            Function<RedisURI, CompletionStage<StatefulRedisConnection<byte[], byte[]>>> connector,
            Listener listener,
            Time time) {
        this.place = place;
        this.time = time;
        this.locator = locator;
        this.listener = listener;
        this.link =
                new Link<>(() -> locator.locate().thenCompose(uri -> connect(uri, connector)), this, settings, time);
    }

    private <T> T connect(RedisURI uri, Function<RedisURI, T> connector) {
        server = uri;
        return connector.apply(uri);
    }

    /** The server of an address, or the primary that its Sentinels name. */
    static Node primary(Settings settings, RedisClient client, Listener listener, Time time) {
        Address address = settings.address();
        Locator locator = address.kind() == Address.Kind.SENTINELS
                ? new Sentinels(client, address)
                : () -> CompletableFuture.completedFuture(address.uri());
        return new Node(
                settings,
                address.place(),
                locator,
                uri -> connected(client, uri, RACES).thenCompose(Primary::only),
                listener,
                time);
    }

    /** A node of a cluster, which says by itself what it does not hold. */
    static Node at(Place place, Settings settings, RedisClient client, Listener listener, Time time) {
        RedisURI uri = place.like(settings.uri());
        return new Node(
                settings,
                place.toString(),
                () -> CompletableFuture.completedFuture(uri),
                to -> connected(client, to, RACES),
                listener,
                time);
    }

    /**
     * Connects. The driver looks for its handshake once the channel is open; where the server has refused the credentials before that, it
     * complains that there is none, and nobody learns of the refusal. Then it is tried again at once.
     */
    private static CompletionStage<StatefulRedisConnection<byte[], byte[]>> connected(
            RedisClient client, RedisURI uri, int races) {
        CompletionStage<StatefulRedisConnection<byte[], byte[]>> attempt =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri);
        return attempt.handle((connection, failure) ->
                        races > 0 && isLostRace(failure) ? connected(client, uri, races - 1) : attempt)
                .thenCompose(outcome -> outcome);
    }

    private static boolean isLostRace(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalStateException
                    && String.valueOf(cause.getMessage()).contains("Handshake")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public CompletableFuture<Void> connect() {
        if (locator instanceof Sentinels sentinels) {
            hints = time.repeat(BETWEEN_HINTS, () -> follow(sentinels));
        }
        link.connect();
        return link.firstAttempt();
    }

    private void follow(Sentinels sentinels) {
        if (link.current() == null) {
            return;
        }
        sentinels.hint().thenAccept(hinted -> {
            if (!hinted.equals(server)) {
                locator.locate().thenAccept(primary -> {
                    if (!primary.equals(server)) {
                        link.replace();
                    }
                });
            }
        });
    }

    /** Ends, or fails with its cause, when the first attempt to connect has ended. */
    CompletableFuture<Void> firstAttempt() {
        return link.firstAttempt();
    }

    @Override
    public void send(List<? extends RedisCommand<byte[], byte[], ?>> commands) {
        StatefulRedisConnection<byte[], byte[]> connection = link.current();
        if (connection == null) {
            refuse(commands, place);
            return;
        }
        if (commands.get(commands.size() - 1) instanceof CompleteableCommand<?> last) {
            last.onComplete((answer, failure) -> link.observe(connection, failure));
        }
        connection.dispatch(commands);
    }

    static void refuse(List<? extends RedisCommand<byte[], byte[], ?>> commands, String place) {
        RedisConnectionException refused =
                new RedisConnectionException("there is no connection to Redis at " + place + " at present");
        commands.forEach(command -> command.completeExceptionally(refused));
    }

    @Override
    public CompletionStage<RedisURI> holder(byte[] key) {
        return locator.locate();
    }

    @Override
    public int place(byte[] key) {
        return 0;
    }

    /** Whatever is sent later finds its script, unless somebody flushes them. Without permission each call brings its own. */
    @Override
    public void prepare(StatefulRedisConnection<byte[], byte[]> connection) {
        Script.ALL.forEach(script -> connection.async().scriptLoad(script.body()));
        listener.made();
    }

    @Override
    public void up(StatefulRedisConnection<byte[], byte[]> connection) {
        listener.up(this);
    }

    @Override
    public void down(Throwable cause) {
        listener.down(this, place, cause);
    }

    @Override
    public CompletableFuture<Void> close() {
        Time.Timer last = hints;
        if (last != null) {
            last.cancel();
        }
        CompletableFuture<Void> end = link.close();
        listener.gone(this);
        return end;
    }
}
