package dev.terrace.cache.fake;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One node's client of an invalidation log in memory. It answers at once, or as the test says. Thread-safe. */
public final class FakeLog implements InvalidationLog {

    public static final Duration POLL = Duration.ofMillis(200);

    /** The log itself, shared by the clients of several nodes. Guarded by its own lock. */
    private static final class Server {
        private final Map<Name, Long> last = new HashMap<>();
        private final Map<String, Appended> known = new HashMap<>();
        private final List<Name> history = new ArrayList<>();
        private long epoch = 1;
        private long sequence;
        private long horizon;
        private long keyHorizon;
    }

    private final Server main;
    private volatile Server server;
    private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
    public final AtomicInteger appends = new AtomicInteger();
    public final AtomicInteger reads = new AtomicInteger();
    private volatile boolean readable = true;
    private volatile boolean appendable = true;
    private volatile boolean losesAnswers;
    private volatile boolean holdReads;
    private volatile boolean holdAppends;
    private volatile @Nullable FakeTier carried;
    private volatile LogListener listener = () -> {};

    public FakeLog() {
        this(new Server());
    }

    private FakeLog(Server server) {
        main = server;
        this.server = server;
    }

    /** A client of another node for the same log. */
    public FakeLog another() {
        return new FakeLog(main);
    }

    public void reachable(boolean is) {
        readable = is;
        appendable = is;
    }

    public void appendable(boolean is) {
        appendable = is;
    }

    /** Appends happen, but their senders hear of a failure. */
    public void losesAnswers(boolean does) {
        losesAnswers = does;
    }

    /** From now on reads see the log as it is when they come, and answer when released. */
    public void holdReads() {
        holdReads = true;
    }

    /** From now on appends take effect when released. */
    public void holdAppends() {
        holdAppends = true;
    }

    public void release() {
        holdReads = false;
        holdAppends = false;
        for (Runnable call = held.poll(); call != null; call = held.poll()) {
            call.run();
        }
    }

    /** From now on this client talks to what the log was until now, apart from all others. */
    public void fork() {
        Server copy = new Server();
        synchronized (main) {
            copy.last.putAll(main.last);
            copy.known.putAll(main.known);
            copy.history.addAll(main.history);
            copy.epoch = main.epoch;
            copy.sequence = main.sequence;
            copy.horizon = main.horizon;
            copy.keyHorizon = main.keyHorizon;
        }
        server = copy;
    }

    /** From now on this client talks to the log of the others; what is held takes effect where it was sent. */
    public void rejoin() {
        server = main;
    }

    public void wake() {
        listener.wake();
    }

    /** Tells this client that it has a new connection, and nothing else yet. */
    public void reconnect() {
        listener.reconnected();
    }

    /** Tells this client of an append of another node's, which the log may have or not. */
    public void push(Pushed pushed) {
        listener.pushed(pushed);
    }

    /** From now on appends carry writes into a tier. Caches ask when they are built. */
    public FakeLog carriesInto(FakeTier tier) {
        carried = tier;
        return this;
    }

    @Override
    public boolean carries(Tier tier) {
        return tier == carried;
    }

    /** The log is lost: empty, under another epoch. */
    public void lose() {
        Server server = this.server;
        synchronized (server) {
            server.epoch++;
            server.sequence = 0;
            server.horizon = 0;
            server.keyHorizon = 0;
            server.last.clear();
            server.known.clear();
        }
    }

    /** Forgets all dependencies and keys up to now. */
    public void trim() {
        Server server = this.server;
        synchronized (server) {
            server.horizon = server.sequence;
            server.keyHorizon = server.sequence;
            server.last.keySet().removeIf(FakeLog::isForgettable);
        }
    }

    /** Forgets all keys up to now. */
    public void trimKeys() {
        Server server = this.server;
        synchronized (server) {
            server.keyHorizon = server.sequence;
            server.last.keySet().removeIf(name -> name.kind() == Name.Kind.KEY);
        }
    }

    private static boolean isForgettable(Name name) {
        return name.kind() == Name.Kind.KEY || name.kind() == Name.Kind.DEPENDENCY;
    }

    /** What was appended after a sequence is gone, under the same epoch. */
    public void goBackTo(long sequence) {
        Server server = this.server;
        synchronized (server) {
            server.last.values().removeIf(at -> at > sequence);
            server.sequence = sequence;
        }
    }

    public long sequence() {
        Server server = this.server;
        synchronized (server) {
            return server.sequence;
        }
    }

    /** Every name that was ever appended, in order. */
    public List<Name> history() {
        Server server = this.server;
        synchronized (server) {
            return List.copyOf(server.history);
        }
    }

    /** Appends as some other node. */
    public void plant(Name name) {
        plant(server, name);
    }

    private static void plant(Server to, Name name) {
        synchronized (to) {
            to.history.add(name);
            to.last.put(name, ++to.sequence);
        }
    }

    @Override
    public String description() {
        return "fake log";
    }

    @Override
    public void open(Host host, LogListener to) {
        listener = to;
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        appends.incrementAndGet();
        if (!appendable) {
            return CompletableFuture.failedFuture(new IllegalStateException("the fake log takes nothing"));
        }
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        Server to = server;
        Runnable call = () -> {
            Appended appended = taken(to, append);
            FakeTier with = carried;
            if (with != null) {
                append.cargo().forEach((place, cargo) -> with.store(cargo.cache(), cargo.at(appended.position(place))));
            }
            if (losesAnswers) {
                answer.completeExceptionally(new IllegalStateException("the fake log loses its answer"));
            } else {
                answer.complete(appended);
            }
        };
        run(call, holdAppends);
        return answer;
    }

    private static Appended taken(Server to, Append append) {
        synchronized (to) {
            return to.known.computeIfAbsent(append.id(), absent -> {
                Appended appended = new Appended(to.epoch, to.sequence + 1);
                append.names().forEach(name -> plant(to, name));
                return appended;
            });
        }
    }

    @Override
    public CompletionStage<Slice> read(Position after, int limit) {
        reads.incrementAndGet();
        if (!readable) {
            return CompletableFuture.failedFuture(new IllegalStateException("the fake log answers nothing"));
        }
        Slice slice = slice(after, limit);
        CompletableFuture<Slice> answer = new CompletableFuture<>();
        run(() -> answer.complete(slice), holdReads);
        return answer;
    }

    private Slice slice(Position after, int limit) {
        Server server = this.server;
        synchronized (server) {
            long from = after.epoch() == server.epoch ? after.sequence() : 0;
            List<LogRecord> records = new ArrayList<>();
            server.last.forEach((name, at) -> {
                if (at > from) {
                    records.add(new LogRecord(at, name));
                }
            });
            records.sort(Comparator.comparingLong(LogRecord::sequence));
            boolean more = records.size() > limit;
            List<LogRecord> cut = more ? records.subList(0, limit) : records;
            long reached = more ? cut.get(limit - 1).sequence() : server.sequence;
            return new Slice(new Position(server.epoch, reached), server.horizon, server.keyHorizon, cut, more);
        }
    }

    private void run(Runnable call, boolean hold) {
        if (hold) {
            held.add(call);
        } else {
            call.run();
        }
    }

    @Override
    public CompletionStage<?> beat() {
        if (appendable && holdAppends) {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            held.add(() -> answer.complete(true));
            return answer;
        }
        return appendable
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.failedFuture(new IllegalStateException("the fake log takes nothing"));
    }

    @Override
    public Duration pollInterval() {
        return POLL;
    }

    @Override
    public void close() {}
}
