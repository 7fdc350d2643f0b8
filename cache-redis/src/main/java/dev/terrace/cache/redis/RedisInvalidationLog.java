package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.Time;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * The log itself is two Lua scripts over six keys of one slot; head.lua says what they hold. Redis runs one script at a time,
 * so the order of appends is the order in which they become visible.
 *
 * Sequences are scores of sorted sets, that is doubles: exact up to 2^53, which a million appends a second reach after 285
 * years. Epochs are milliseconds and stay below it as well.
 *
 * A read makes the log's head if there is none, so that every node has a position, and can accept and write far entries,
 * before the first invalidation.
 */
/** An invalidation log on Redis. Thread-safe. */
final class RedisInvalidationLog implements InvalidationLog {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
    /** More names in one answer would hold up the server and the other callers of the connection. */
    private static final int LARGEST_SLICE = 4_000;

    private static final long LARGEST_NUMBER = 1L << 53;

    private record Opened(
            Host host, Keys keys, Commands commands, Commands.Watcher watcher, WakeUp wakeUp, Time.Timer check) {}

    private final Redis redis;
    private volatile @Nullable Opened opened;

    RedisInvalidationLog(Redis redis) {
        this.redis = redis;
    }

    @Override
    public String description() {
        return "redis log at " + redis.settings().place();
    }

    @Override
    public void open(Host host, LogListener listener) {
        Settings settings = redis.settings();
        Keys keys = new Keys(settings.keyPrefix(), host.namespace());
        Commands commands = redis.acquire(host);
        Locator holder = () -> commands.holder(Keys.utf8(keys.wakeChannel()));
        WakeUp wakeUp = new WakeUp(redis.client(), settings, holder, keys.wakeChannel(), listener, host.time());
        Commands.Watcher watcher = new Commands.Watcher(listener::reconnected, () -> {
            listener.wake();
            wakeUp.follow();
        });
        Opened open =
                new Opened(host, keys, commands, watcher, wakeUp, host.time().repeat(CHECK_INTERVAL, wakeUp::check));
        opened = open;
        try {
            verify();
        } catch (IllegalStateException hopeless) {
            close();
            throw hopeless;
        }
        commands.watch(watcher);
        wakeUp.start();
        Eviction.warnIfItMayTakeAnything(commands, settings.place());
    }

    /** Reads once. A server that does not answer now is not an error, one that refuses is. */
    private void verify() {
        try {
            read(Position.NONE, 1).toCompletableFuture().get(2 * timeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Refusals.throwIfHopeless(e, redis.settings().place());
        } catch (TimeoutException e) {
            // Not reached at present.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long timeoutMillis() {
        return redis.settings().commandTimeout().toMillis();
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        return run(
                Script.APPEND,
                Math.max(append.known().epoch(), append.known().sequence()),
                keys -> call(append, keys),
                reply -> LogReply.appended(reply, description()));
    }

    private Commands.Call call(Append append, Keys keys) {
        Settings settings = redis.settings();
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(number(LogReply.FORMAT));
        arguments.add(number(append.known().epoch()));
        arguments.add(Keys.utf8(append.id()));
        arguments.add(number(settings.dependenciesRetained()));
        arguments.add(number(settings.keysRetained()));
        arguments.add(Keys.utf8(keys.wakeChannel()));
        arguments.add(number(append.known().sequence()));
        arguments.add(number(append.names().size()));
        append.names().forEach(name -> arguments.add(LogReply.member(name)));
        if (append.cargo().isEmpty()) {
            return new Commands.Call(keys.log(), arguments);
        }
        List<byte[]> written = new ArrayList<>(keys.log());
        new TreeMap<>(append.cargo()).forEach((place, cargo) -> {
            written.add(keys.entry(cargo.cache(), cargo.key()));
            arguments.add(number(place + 1));
            arguments.add(StoredEntry.encode(cargo));
            arguments.add(number(StoredEntry.lifeMillis(cargo.life())));
        });
        return new Commands.Call(written, arguments);
    }

    /** Entries and log of one server are in reach of one script, those of a cluster lie in other slots. */
    @Override
    public boolean carries(Tier tier) {
        boolean spread = redis.settings().address().kind() == Address.Kind.CLUSTER;
        return !spread && tier instanceof RedisTier other && other.isOn(redis);
    }

    @Override
    public CompletionStage<Slice> read(Position after, int limit) {
        int most = Math.min(limit, LARGEST_SLICE);
        return run(
                Script.READ,
                Math.max(after.epoch(), after.sequence()),
                keys -> new Commands.Call(
                        keys.log(),
                        List.of(
                                number(LogReply.FORMAT),
                                number(after.epoch()),
                                number(after.sequence()),
                                number(most))),
                reply -> LogReply.slice(reply, most, description()));
    }

    @Override
    public CompletionStage<?> beat() {
        return run(
                Script.BEAT,
                0,
                keys -> new Commands.Call(keys.log(), List.of(number(LogReply.FORMAT), number(0))),
                reply -> LogReply.beaten(reply, description()));
    }

    private <T> CompletionStage<T> run(
            Script script, long largest, Function<Keys, Commands.Call> call, Function<List<Object>, T> decode) {
        Opened open = opened;
        if (open == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the " + description() + " is not open"));
        }
        if (largest >= LARGEST_NUMBER) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                    "epochs and sequences of the " + description() + " are below 2^53: " + largest));
        }
        List<CompletableFuture<List<Object>>> answers = open.commands.run(
                script, () -> new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), List.of(call.apply(open.keys)));
        return Commands.then(answers.get(0), decode);
    }

    private static byte[] number(long value) {
        return Keys.utf8(Long.toString(value));
    }

    @Override
    public Duration pollInterval() {
        return POLL_INTERVAL;
    }

    @Override
    public void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            open.check.cancel();
            redis.ending(open.wakeUp.close());
            open.commands.forget(open.watcher);
            redis.release(open.host, open.commands);
        }
    }
}
