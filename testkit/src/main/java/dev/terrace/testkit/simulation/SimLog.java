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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A node's client of the simulated log. For the thread that drives. */
final class SimLog implements InvalidationLog {

    private record Read(Slice slice, Map<String, Long> certain) {}

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

    /** A push has arrived. */
    void pushed(Pushed pushed) {
        listener.pushed(pushed);
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
        return connection.call(data -> {
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
        return connection
                .call(data -> {
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
