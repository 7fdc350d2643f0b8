package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * Each key's writes are kept in order by a script that touches nothing but that key, so the keys of a batch may lie on any
 * node of a cluster; a batch is a pipeline. A write that its caller gave up may be in the network still and arrive late; it
 * is then refused like any other that is older than what stands. The driver never sends it a second time.
 *
 * Where there is one server, entries say when they end by its clock, which is known (ServerClock): a batch is one MGET. The nodes of a cluster
 * have clocks of their own, and hand entries over to each other; there each key is asked for its life, as is what says nothing of its end.
 * PTTL goes before GET then: if the entry is replaced between the two, the value comes with the shorter life of the old one.
 *
 * Writes go in chunks, each when the one before was answered, so that neither the driver's queue nor its buffers overflow; reads too, a few
 * chunks at a time, so that the server reads one while another is on its way.
 */
/** A far tier on Redis. Thread-safe. */
final class RedisTier implements Tier {

    private static final int CHUNK_KEYS = 256;
    private static final long CHUNK_BYTES = 4 << 20;
    /** Chunks of one read that are on their way at a time. */
    private static final int AT_A_TIME = 4;

    private record Opened(Host host, Keys keys, Commands commands) {}

    private final Redis redis;
    private volatile @Nullable Opened opened;

    RedisTier(Redis redis) {
        this.redis = redis;
    }

    boolean isOn(Redis other) {
        return redis == other;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public void open(Host host) {
        Keys keys = new Keys(redis.settings().keyPrefix(), host.namespace());
        opened = new Opened(host, keys, redis.acquire(host));
    }

    @Override
    public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
        Opened open = opened;
        if (open != null && keys.size() <= CHUNK_KEYS) {
            return read(open, cache, keys);
        }
        ServerClock clock = open == null ? null : open.commands.clock();
        int atATime = clock != null && clock.millis() >= 0 ? AT_A_TIME : 1; // one command each, or two for each key
        return inChunks(atATime, keys, key -> 0, (opened, chunk) -> read(opened, cache, chunk), entries -> {
            List<@Nullable TierEntry> all = new ArrayList<>(keys.size());
            entries.forEach(all::addAll);
            return all;
        });
    }

    @Override
    public int portion() {
        Opened open = opened;
        return open == null || open.commands.isSpread() ? Integer.MAX_VALUE : CHUNK_KEYS;
    }

    @Override
    public int gathering(String cache, Digest key) {
        Opened open = opened;
        return open == null ? -1 : open.commands.isSpread() ? open.commands.place(open.keys.entry(cache, key)) : 0;
    }

    @Override
    public CompletionStage<Integer> put(String cache, List<TierWrite> writes) {
        return inChunks(
                1,
                writes,
                write -> write.envelope().length,
                (open, chunk) -> write(open, cache, chunk),
                counts -> counts.stream().mapToInt(Integer::intValue).sum());
    }

    @Override
    public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
        return CompletableFuture.completedFuture(0);
    }

    @Override
    public @Nullable Claims claims() {
        Opened open = opened;
        return open == null ? null : new RedisClaims(open.keys, open.commands);
    }

    private static CompletableFuture<List<@Nullable TierEntry>> read(Opened open, String cache, List<Digest> keys) {
        ServerClock clock = open.commands.clock();
        if (clock == null) {
            return readWithLives(open, cache, keys);
        }
        AsyncCommand<byte[], byte[], List<byte[]>> question = clock.question();
        if (clock.millis() < 0) {
            if (question != null) {
                open.commands.send(List.of(question));
            }
            return readWithLives(open, cache, keys);
        }
        CommandArgs<byte[], byte[]> names = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        for (Digest key : keys) {
            names.addKey(open.keys.entry(cache, key));
        }
        EntriesOutput output = new EntriesOutput(clock, keys.size());
        AsyncCommand<byte[], byte[], List<@Nullable TierEntry>> values =
                new AsyncCommand<>(new Command<>(CommandType.MGET, output, names));
        open.commands.send(question == null ? List.of(values) : List.of(question, values));
        CompletableFuture<List<@Nullable TierEntry>> answer = new CompletableFuture<>();
        values.whenComplete((List<@Nullable TierEntry> entries, @Nullable Throwable failure) -> {
            if (failure != null || output.isComplete()) {
                Commands.settle(answer, entries, failure);
            } else {
                readWithLives(open, cache, keys)
                        .whenComplete((List<@Nullable TierEntry> whole, @Nullable Throwable fault) ->
                                Commands.settle(answer, whole, fault));
            }
        });
        return answer;
    }

    private static CompletableFuture<List<@Nullable TierEntry>> readWithLives(
            Opened open, String cache, List<Digest> keys) {
        List<AsyncCommand<byte[], byte[], ?>> sent = new ArrayList<>(2 * keys.size());
        List<AsyncCommand<byte[], byte[], Long>> lives = new ArrayList<>(keys.size());
        List<AsyncCommand<byte[], byte[], byte[]>> values = new ArrayList<>(keys.size());
        for (Digest key : keys) {
            CommandArgs<byte[], byte[]> name =
                    new CommandArgs<>(ByteArrayCodec.INSTANCE).addKey(open.keys.entry(cache, key));
            AsyncCommand<byte[], byte[], Long> life = new AsyncCommand<>(
                    new Command<>(CommandType.PTTL, new IntegerOutput<>(ByteArrayCodec.INSTANCE), name));
            AsyncCommand<byte[], byte[], byte[]> value = new AsyncCommand<>(
                    new Command<>(CommandType.GET, new ByteArrayOutput<>(ByteArrayCodec.INSTANCE), name));
            lives.add(life);
            values.add(value);
            sent.add(life);
            sent.add(value);
        }
        open.commands.send(sent);
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenApply(done -> {
            List<@Nullable TierEntry> entries = new ArrayList<>(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                byte @Nullable [] value = values.get(i).join();
                entries.add(
                        value == null
                                ? null
                                : StoredEntry.decode(value, lives.get(i).join()));
            }
            return entries;
        });
    }

    private static CompletableFuture<Integer> write(Opened open, String cache, List<TierWrite> writes) {
        List<Commands.Call> calls = writes.stream()
                .map(write -> new Commands.Call(
                        List.of(open.keys.entry(cache, write.key())),
                        List.of(
                                StoredEntry.encode(write),
                                Keys.utf8(Long.toString(StoredEntry.lifeMillis(write.life()))))))
                .toList();
        List<CompletableFuture<Long>> answers =
                open.commands.run(Script.PUT, () -> new IntegerOutput<>(ByteArrayCodec.INSTANCE), calls);
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> (int)
                        answers.stream().mapToLong(CompletableFuture::join).sum());
    }

    /** One step of a batch. */
    private interface Step<T, R> {
        CompletableFuture<R> apply(Opened open, List<T> chunk);
    }

    private <T, R, A> CompletableFuture<A> inChunks(
            int atATime, List<T> items, ToLongFunction<T> bytes, Step<T, R> step, Function<List<R>, A> whole) {
        Opened open = opened;
        if (open == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the tier on " + redis + " is not open"));
        }
        List<CompletableFuture<R>> answers = new ArrayList<>();
        for (List<T> chunk : chunks(items, bytes)) {
            int before = answers.size() - atATime;
            answers.add(
                    before < 0
                            ? step.apply(open, chunk)
                            : answers.get(before).thenCompose(done -> step.apply(open, chunk)));
        }
        return Commands.then(
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)),
                done -> whole.apply(
                        answers.stream().map(CompletableFuture::join).toList()));
    }

    private static <T> List<List<T>> chunks(List<T> items, ToLongFunction<T> bytes) {
        List<List<T>> chunks = new ArrayList<>();
        int from = 0;
        long size = 0;
        for (int i = 0; i < items.size(); i++) {
            size += bytes.applyAsLong(items.get(i));
            if (i + 1 == items.size() || i + 1 - from == CHUNK_KEYS || size >= CHUNK_BYTES) {
                chunks.add(items.subList(from, i + 1));
                from = i + 1;
                size = 0;
            }
        }
        return chunks;
    }

    @Override
    public void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            redis.release(open.host, open.commands);
        }
    }
}
