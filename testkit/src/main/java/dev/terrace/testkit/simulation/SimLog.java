package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.simulation.LogModel.Bookmark;
import dev.terrace.testkit.simulation.SimNode.Backend;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A node's client of the simulated log. For the thread that drives. */
final class SimLog implements InvalidationLog {

    /** An answer, and the token that came with it. */
    private record Told<T>(T answer, Bookmark bookmark) {}

    private record Read(Slice slice, Map<String, Long> certain) {}

    /** How long a database's client gathers appends for one transaction. */
    private static final int GATHERED = 2_000_000;

    private final Clockwork clock;
    private final Connection connection;
    private final SimNode node;
    private final SimNode.Traits traits;
    private LogListener listener = () -> {};
    private Bookmark bookmark = Bookmark.NONE;

    SimLog(Clockwork clock, Connection connection, SimNode node, SimNode.Traits traits) {
        this.clock = clock;
        this.connection = connection;
        this.node = node;
        this.traits = traits;
    }

    /** There is a connection again, perhaps to another server. */
    void reconnected() {
        listener.reconnected();
        node.after(0, listener::wake);
    }

    /** A push has arrived. A database's says nothing but that something has happened. */
    void pushed(Pushed pushed) {
        if (traits.backend() == Backend.REDIS) {
            listener.pushed(pushed);
        } else {
            listener.wake();
        }
    }

    @Override
    public String description() {
        return "simulated log";
    }

    @Override
    public void open(Host host, LogListener to) {
        listener = to;
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        if (traits.backend() == Backend.REDIS) {
            return append(append, Bookmark.NONE);
        }
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        node.after(
                clock.random().nextInt(GATHERED),
                () -> append(append, bookmark).whenComplete((appended, failure) -> {
                    if (failure == null) {
                        answer.complete(appended);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                }));
        return answer;
    }

    private CompletionStage<Appended> append(Append append, Bookmark known) {
        return connection
                .call(data -> {
                    data.log.recognise(known, data.millis());
                    Appended appended =
                            data.log.append(append, data.millis(), first -> data.tier.carry(append, first, data.now()));
                    node.pushToAll(data, new Pushed(append.id(), appended, append.names()));
                    Position last = appended.position(append.names().size() - 1);
                    return new Told<>(appended, data.log.bookmark(last));
                })
                .thenApply(this::told);
    }

    private <T> T told(Told<T> told) {
        bookmark = bookmark.next(told.bookmark);
        return told.answer;
    }

    @Override
    public boolean carries(Tier tier) {
        return traits.carries();
    }

    @Override
    public CompletionStage<Slice> read(Position after, int limit) {
        Bookmark known = bookmark;
        return connection
                .call(data -> {
                    data.log.recognise(known, data.millis());
                    Slice slice = data.log.read(after, Math.min(limit, traits.sliceLimit()), data.millis());
                    Read read = new Read(slice, slice.more() ? Map.of() : Map.copyOf(data.certain));
                    return new Told<>(read, data.log.bookmark(slice.reached()));
                })
                .thenApply(this::told)
                .thenApply(read -> {
                    // The core applies the slice in what depends on this stage, before any other event.
                    node.hasRead(read.certain);
                    return read.slice;
                });
    }

    @Override
    public CompletionStage<?> beat() {
        long sent = clock.now();
        return connection
                .call(data -> {
                    data.log.beat(data.millis());
                    return sent;
                })
                .thenAccept(node::heard);
    }

    @Override
    public Duration pollInterval() {
        return Duration.ofMillis(500);
    }

    @Override
    public void close() {}
}
