package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Host;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A namespace's share of a server, between open and close. Thread-safe. */
final class Attachment {

    private record Opened(Host host, Keys keys, Commands commands) {}

    private final Redis redis;
    private final String what;
    private volatile @Nullable Opened opened;

    Attachment(Redis redis, String what) {
        this.redis = redis;
        this.what = what;
    }

    /** What and where it is, without secrets. */
    String description() {
        return what + " at " + redis.settings().place();
    }

    void open(Host host) {
        Keys keys = new Keys(redis.settings().keyPrefix(), host.namespace());
        opened = new Opened(host, keys, redis.acquire(host));
    }

    /** Warns where the server may evict what must stay. */
    void warnOfEviction() {
        Opened open = opened;
        if (open != null) {
            Eviction.warnIfItMayTakeAnything(open.commands, redis.settings().place());
        }
    }

    /** The monotonic clock of the node, 0 if it is not open. */
    long nanoTime() {
        Opened open = opened;
        return open == null ? 0 : open.host.time().nanoTime();
    }

    /** Runs a script that answers a number. */
    CompletableFuture<Long> number(Script script, Function<Keys, List<byte[]>> keys, List<byte[]> arguments) {
        return run(script, () -> new IntegerOutput<>(ByteArrayCodec.INSTANCE), keys, arguments);
    }

    /** Runs a script that answers a list, and reads it. */
    <T> CompletableFuture<T> list(
            Script script,
            Function<Keys, List<byte[]>> keys,
            List<byte[]> arguments,
            Function<List<Object>, T> decode) {
        return Commands.then(
                run(script, () -> new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), keys, arguments), decode);
    }

    private <T> CompletableFuture<T> run(
            Script script,
            Supplier<? extends CommandOutput<byte[], byte[], T>> output,
            Function<Keys, List<byte[]>> keys,
            List<byte[]> arguments) {
        Opened open = opened;
        if (open == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the " + description() + " is not open"));
        }
        Commands.Call call = new Commands.Call(keys.apply(open.keys), arguments);
        return open.commands.run(script, output, List.of(call)).get(0);
    }

    static byte[] text(long value) {
        return Keys.utf8(Long.toString(value));
    }

    void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            redis.release(open.host, open.commands);
        }
    }
}
