package dev.terrace.cache.fake;

import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One node's client of a far tier in memory. Thread-safe. */
public final class FakeTier implements Tier {

    /** How the client answers. */
    public enum Mode {
        UP,
        FAILING,
        THROWING,
        HANGING,
        SHORT_ANSWERS
    }

    /** What is stored, shared by the clients of several nodes. */
    private record Store(Time time, Map<String, Map<Digest, Stored>> caches, Map<Digest, FakeClaims.Standing> claims) {}

    private record Stored(TierWrite write, long deadline) {}

    private final Store store;
    private final String name;
    private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger heldCount = new AtomicInteger();
    public final AtomicInteger gets = new AtomicInteger();
    public final AtomicInteger puts = new AtomicInteger();
    private final FakeClaims claims;
    private volatile boolean hasClaims;
    public final AtomicInteger purges = new AtomicInteger();
    private volatile Mode reads = Mode.UP;
    private volatile Mode writes = Mode.UP;
    private final AtomicBoolean holdGet = new AtomicBoolean();
    private final AtomicBoolean holdPut = new AtomicBoolean();
    private volatile int lastBatch;
    private volatile boolean gathers;
    private volatile boolean readsHere;
    /** Reads that were made by threads that waited for them. */
    public final ConcurrentLinkedQueue<Thread> here = new ConcurrentLinkedQueue<>();

    private volatile int portion = Integer.MAX_VALUE;
    private final Set<Digest> poisoned = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public FakeTier(String name, Time time) {
        this(name, new Store(time, new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
    }

    private FakeTier(String name, Store store) {
        this.name = name;
        this.store = store;
        claims = new FakeClaims(this, store.time, store.claims);
    }

    /** A client of another node for the same store. */
    public FakeTier another() {
        FakeTier another = new FakeTier(name, store);
        another.hasClaims = hasClaims;
        return another;
    }

    /** Gives this client, and those that are made of it, claims. */
    public FakeTier withClaims() {
        hasClaims = true;
        return this;
    }

    public FakeClaims fakeClaims() {
        return claims;
    }

    @Override
    public @Nullable Claims claims() {
        return hasClaims ? claims : null;
    }

    @Nullable
    TierEntry entry(String cache, Digest key) {
        return read(cache, List.of(key)).get().get(0);
    }

    Mode mode() {
        return writes;
    }

    public void answer(Mode mode) {
        reads = mode;
        writes = mode;
    }

    public void answerReads(Mode mode) {
        reads = mode;
    }

    public void answerWrites(Mode mode) {
        writes = mode;
    }

    /** From now on reads of single keys go together. */
    public void gather() {
        gathers = true;
    }

    /** From now on reads of single keys go together, or are made by the thread that waits. */
    public void readHere() {
        gathers = true;
        readsHere = true;
    }

    @Override
    public @Nullable CompletionStage<@Nullable TierEntry> getHere(String cache, Digest key, Duration limit) {
        if (!readsHere) {
            return null;
        }
        here.add(Thread.currentThread());
        return answer(reads, false, read(cache, List.of(key))).thenApply(found -> found.get(0));
    }

    @Override
    public boolean readsHere() {
        return readsHere;
    }

    /** From now on so many keys are worth a call of their own. */
    public void portion(int keys) {
        portion = keys;
    }

    @Override
    public int portion() {
        return portion;
    }

    /** From now on each batch fails that would write this key, after it has written the others. */
    public void poison(Digest key) {
        poisoned.add(key);
    }

    /** The next read sees what is stored when it comes, and answers when released. */
    public void holdGet() {
        holdGet.set(true);
    }

    /** The next write takes effect when released. */
    public void holdPut() {
        holdPut.set(true);
    }

    public int heldCalls() {
        return heldCount.get();
    }

    public void release() {
        for (Runnable call = held.poll(); call != null; call = held.poll()) {
            call.run();
        }
    }

    /** Bytes as anybody could have written them, past the order of positions. */
    public void plant(String cache, Digest key, byte[] bytes, Duration life) {
        TierWrite write = new TierWrite(key, new Position(1, 0), false, bytes, life);
        of(cache).put(key, new Stored(write, store.time.nanoTime() + life.toNanos()));
    }

    public byte @Nullable [] bytes(String cache, Digest key) {
        Stored stored = of(cache).get(key);
        return stored == null ? null : stored.write.envelope();
    }

    public @Nullable Position position(String cache, Digest key) {
        Stored stored = of(cache).get(key);
        return stored == null ? null : stored.write.position();
    }

    public boolean holdsTombstone(String cache, Digest key) {
        Stored stored = of(cache).get(key);
        return stored != null && stored.write.tombstone();
    }

    public @Nullable Duration remaining(String cache, Digest key) {
        Stored stored = of(cache).get(key);
        return stored == null ? null : Duration.ofNanos(stored.deadline - store.time.nanoTime());
    }

    public int size(String cache) {
        return of(cache).size();
    }

    public int lastBatch() {
        return lastBatch;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(Host host) {}

    @Override
    public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
        gets.incrementAndGet();
        lastBatch = keys.size();
        return answer(reads, holdGet.getAndSet(false), read(cache, keys));
    }

    private Supplier<List<@Nullable TierEntry>> read(String cache, List<Digest> keys) {
        long now = store.time.nanoTime();
        List<@Nullable TierEntry> found = new ArrayList<>();
        for (Digest key : keys) {
            Stored stored = of(cache).get(key);
            found.add(
                    stored == null || stored.deadline - now <= 0
                            ? null
                            : new TierEntry(
                                    stored.write.position(),
                                    stored.write.envelope(),
                                    Duration.ofNanos(stored.deadline - now)));
        }
        if (reads == Mode.SHORT_ANSWERS) {
            found.remove(found.size() - 1);
        }
        return () -> found;
    }

    @Override
    public int gathering(String cache, Digest key) {
        return gathers ? 0 : -1;
    }

    @Override
    public CompletionStage<Integer> put(String cache, List<TierWrite> entries) {
        puts.incrementAndGet();
        CompletionStage<Integer> answer = answer(writes, holdPut.getAndSet(false), () -> {
            int stored = 0;
            for (TierWrite write : entries) {
                stored += !poisoned.contains(write.key()) && store(cache, write) ? 1 : 0;
            }
            return stored;
        });
        return entries.stream().noneMatch(write -> poisoned.contains(write.key()))
                ? answer
                : answer.thenApply(stored -> {
                    throw new IllegalStateException("a key of another type");
                });
    }

    /** Writes past whatever befalls this client. */
    boolean store(String cache, TierWrite write) {
        long now = store.time.nanoTime();
        Stored fresh = new Stored(write, now + write.life().toNanos());
        Stored left = of(cache).merge(write.key(), fresh, (old, newer) -> {
            int order = old.write.position().compareTo(write.position());
            boolean yields = old.deadline - now <= 0 || order < 0 || (order == 0 && !write.tombstone());
            return yields ? newer : old;
        });
        return left.equals(fresh);
    }

    @Override
    public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
        purges.incrementAndGet();
        return answer(writes, false, () -> {
            long now = store.time.nanoTime();
            int before = of(cache).size();
            of(cache)
                    .values()
                    .removeIf(stored -> stored.deadline - now <= 0
                            || stored.write.position().compareTo(floor) < 0);
            return before - of(cache).size();
        });
    }

    @Override
    public void close() {
        closed = true;
    }

    private Map<Digest, Stored> of(String cache) {
        return store.caches.computeIfAbsent(cache, absent -> new ConcurrentHashMap<>());
    }

    <T> CompletionStage<T> answer(Mode mode, boolean hold, Supplier<T> effect) {
        if (mode == Mode.FAILING) {
            return CompletableFuture.failedFuture(new IllegalStateException("the fake tier fails"));
        }
        if (mode == Mode.THROWING) {
            throw new IllegalStateException("the fake tier throws");
        }
        if (mode == Mode.HANGING) {
            return new CompletableFuture<>();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable call = () -> answer.complete(effect.get());
        if (hold) {
            held.add(call);
            heldCount.incrementAndGet();
        } else {
            call.run();
        }
        return answer;
    }
}
