package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Time;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * What is sent goes out in the order in which it was sent, and is answered in that order, on one thread of the driver: that a
 * log's append is known before a read that shows it rests on this. Only failures by timeout come from another thread.
 */
/** The connection for commands that the tiers and the log of one namespace share. Thread-safe. */
final class Commands implements Link.Listener<StatefulRedisConnection<byte[], byte[]>> {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final Settings settings;
    private final Outage outage;
    private final Link<StatefulRedisConnection<byte[], byte[]>> link;
    private final List<Runnable> onReconnect = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();

    /** How many tiers and logs use this. Guarded by the {@link Redis} that made it. */
    int users;

    Commands(Settings settings, RedisClient client, Outage outage, Time time) {
        this.settings = settings;
        this.outage = outage;
        this.link =
                new Link<>(() -> client.connectAsync(ByteArrayCodec.INSTANCE, settings.uri()), this, settings, time);
    }

    /**
     * Connects, if nobody has before, and waits for the first attempt to end.
     *
     * @throws IllegalStateException if the server can be reached but will never work
     */
    void start() {
        if (started.compareAndSet(false, true)) {
            link.connect();
        }
        Duration patience = settings.connectTimeout().multipliedBy(2);
        try {
            link.firstAttempt().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Refusals.throwIfHopeless(e, settings.place());
        } catch (TimeoutException e) {
            LOG.debug("The first attempt to connect to Redis at {} goes on", settings.place());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task after every connection that is made from now on, on a thread of the driver. */
    void onReconnect(Runnable task) {
        onReconnect.add(task);
    }

    void forget(Runnable task) {
        onReconnect.remove(task);
    }

    /** Sends commands in one go and in their order. Each completes or fails by itself. */
    void send(List<? extends AsyncCommand<byte[], byte[], ?>> commands) {
        StatefulRedisConnection<byte[], byte[]> connection = link.current();
        if (connection == null) {
            RedisConnectionException refused = new RedisConnectionException(
                    "there is no connection to Redis at " + settings.place() + " at present");
            commands.forEach(command -> command.completeExceptionally(refused));
            return;
        }
        commands.get(commands.size() - 1).whenComplete((answer, failure) -> link.observe(connection, failure));
        connection.dispatch(commands);
    }

    /** Runs a script once for each list of keys and arguments, in one go. Each answer completes or fails by itself. */
    <T> List<CompletableFuture<T>> run(
            Script script, Supplier<? extends CommandOutput<byte[], byte[], T>> output, List<Call> calls) {
        List<AsyncCommand<byte[], byte[], T>> sent = calls.stream()
                .map(call -> script.byDigest(output.get(), call.keys(), call.arguments()))
                .toList();
        send(sent);
        List<CompletableFuture<T>> answers = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Call call = calls.get(i);
            answers.add(orElse(sent.get(i), () -> script.byBody(output.get(), call.keys(), call.arguments())));
        }
        return answers;
    }

    /** Keys and arguments of a script. */
    record Call(List<byte[]> keys, List<byte[]> arguments) {}

    /** Sends another command where the server does not know the script of the first, as after a restart. */
    private <T> CompletableFuture<T> orElse(
            AsyncCommand<byte[], byte[], T> first, Supplier<AsyncCommand<byte[], byte[], T>> second) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        first.whenComplete((result, failure) -> {
            if (failure instanceof RedisNoScriptException) {
                AsyncCommand<byte[], byte[], T> again = second.get();
                again.whenComplete((late, fault) -> settle(answer, late, fault));
                send(List.of(again));
            } else {
                settle(answer, result, failure);
            }
        });
        return answer;
    }

    /** A stage that fails with the same exception as another, not with one that wraps it. */
    static <T, R> CompletableFuture<R> then(CompletableFuture<T> stage, Function<T, R> next) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        stage.thenApply(next).whenComplete((result, failure) -> settle(answer, result, failure));
        return answer;
    }

    private static <T> void settle(CompletableFuture<T> stage, T result, @Nullable Throwable failure) {
        if (failure == null) {
            stage.complete(result);
        } else {
            boolean wraps = failure instanceof CompletionException && failure.getCause() != null;
            stage.completeExceptionally(wraps ? failure.getCause() : failure);
        }
    }

    /** Whatever is sent later finds its script, unless somebody flushes them. Without permission each call brings its own. */
    @Override
    public void prepare(StatefulRedisConnection<byte[], byte[]> connection) {
        Script.ALL.forEach(script -> connection.async().scriptLoad(script.body()));
    }

    @Override
    public void up(StatefulRedisConnection<byte[], byte[]> connection) {
        outage.up(this);
        onReconnect.forEach(Runnable::run);
    }

    @Override
    public void down(Throwable cause) {
        outage.down(this, cause);
    }

    CompletableFuture<Void> close() {
        CompletableFuture<Void> end = link.close();
        outage.forget(this);
        return end;
    }
}
