package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A node's client of a simulated far tier. For the thread that drives. */
final class SimTier implements Tier {

    private final Connection connection;
    private final boolean claims;

    SimTier(Connection connection, boolean claims) {
        this.connection = connection;
        this.claims = claims;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public void open(Host host) {}

    @Override
    public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
        return connection.call(data -> data.tier.get(keys, data.now()));
    }

    @Override
    public CompletionStage<Integer> put(String cache, List<TierWrite> writes) {
        return connection.call(data -> data.tier.put(writes, data.now()));
    }

    @Override
    public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
        return connection.call(data -> data.tier.purge(floor, data.now()));
    }

    @Override
    public @Nullable Claims claims() {
        return claims ? new SimClaims(connection) : null;
    }

    @Override
    public void close() {}
}
