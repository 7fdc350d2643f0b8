package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Time;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections for commands that the tiers and the log of one namespace share. Thread-safe. */
final class Commands implements Servers.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final Settings settings;
    private final Outage outage;
    private final Servers servers;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final @Nullable ServerClock clock;
    private @Nullable CompletableFuture<Void> firstAttempt;

    /** How many tiers and logs use this. Guarded by the {@link Redis} that made it. */
    int users;

    Commands(Settings settings, RedisClient client, Outage outage, Time time) {
        this.settings = settings;
        this.outage = outage;
        boolean cluster = settings.address().kind() == Address.Kind.CLUSTER;
        this.clock = cluster ? null : new ServerClock(time);
        this.servers = cluster ? new Cluster(settings, client, this, time) : Node.primary(settings, client, this, time);
    }

    /** The clock of the one server; null where there are several. */
    @Nullable
    ServerClock clock() {
        return clock;
    }

    /** Whether there are several servers. */
    boolean isSpread() {
        return clock == null;
    }

    /** Which of the servers holds a key, as far as that is known. */
    int place(byte[] key) {
        return servers.place(key);
    }

    /**
     * Connects, if nobody has before, and waits for the first attempt to end.
     *
     * @throws IllegalStateException if the server can be reached but will never work
     */
    void start() {
        CompletableFuture<Void> attempt;
        synchronized (this) {
            if (firstAttempt == null) {
                firstAttempt = servers.connect();
            }
            attempt = firstAttempt;
        }
        Duration patience = settings.connectTimeout().multipliedBy(2);
        try {
            attempt.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Refusals.throwIfHopeless(e, settings.place());
        } catch (TimeoutException e) {
            LOG.debug("The first attempt to connect to Redis at {} goes on", settings.place());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hears of every connection that is made, on a thread of the driver: before anybody can use it, and when it can be used. */
    record Watcher(Runnable made, Runnable up) {}

    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    void forget(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Sends commands, those for one server in one go and in their order. Each completes or fails by itself. */
    void send(List<? extends AsyncCommand<byte[], byte[], ?>> commands) {
        servers.send(commands);
    }

    /** The server that holds a key, or will tell who does. */
    CompletionStage<RedisURI> holder(byte[] key) {
        return servers.holder(key);
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

    /** Ends a stage as another one has ended, with the same exception, not with one that wraps it. */
    static <T> void settle(CompletableFuture<T> stage, T result, @Nullable Throwable failure) {
        if (failure == null) {
            stage.complete(result);
        } else {
            boolean wraps = failure instanceof CompletionException && failure.getCause() != null;
            stage.completeExceptionally(wraps ? failure.getCause() : failure);
        }
    }

    @Override
    public void made() {
        if (clock != null) {
            clock.reconnected();
        }
        watchers.forEach(watcher -> watcher.made.run());
    }

    @Override
    public void up(Node node) {
        outage.up(node);
        watchers.forEach(watcher -> watcher.up.run());
    }

    @Override
    public void down(Object who, String place, Throwable cause) {
        outage.down(who, place, cause);
    }

    @Override
    public void gone(Object who) {
        outage.forget(who);
    }

    CompletableFuture<Void> close() {
        return servers.close();
    }
}
