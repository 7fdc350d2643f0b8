package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.simulation.SimNode.Backend;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A node's client of the simulated log. For the thread that drives. */
final class SimLog implements InvalidationLog {

    private record Read(Slice slice, Map<String, Long> certain) {}

    /** How long a database's client gathers appends for one transaction. */
    private static final int GATHERED = 2_000_000;

    private final Clockwork clock;
    private final Connection connection;
    private final SimNode node;
    private final SimNode.Traits traits;
    private LogListener listener = () -> {};

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
            return appendNow(append);
        }
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        node.after(
                clock.random().nextInt(GATHERED),
                () -> appendNow(append).whenComplete((appended, failure) -> {
                    if (failure == null) {
                        answer.complete(appended);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                }));
        return answer;
    }

    private CompletionStage<Appended> appendNow(Append append) {
        return connection.call(data -> {
            data.log.recognise(append.bookmark(), data.millis());
            Appended appended =
                    data.log.append(append, data.millis(), first -> data.tier.carry(append, first, data.now()));
            node.pushToAll(data, new Pushed(append.id(), appended, append.names()));
            return appended;
        });
    }

    @Override
    public boolean carries(Tier tier) {
        return traits.carries();
    }

    @Override
    public CompletionStage<Slice> read(Position after, int limit) {
        return read(after, Bookmark.NONE, limit);
    }

    @Override
    public CompletionStage<Slice> read(Position after, Bookmark bookmark, int limit) {
        return connection
                .call(data -> {
                    data.log.recognise(bookmark, data.millis());
                    Slice slice = data.log.read(after, Math.min(limit, traits.sliceLimit()), data.millis());
                    return new Read(slice, slice.more() ? Map.of() : Map.copyOf(data.certain));
                })
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
