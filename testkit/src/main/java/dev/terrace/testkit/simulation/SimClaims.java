package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A node's client of a simulated tier's claims. For the thread that drives. */
final class SimClaims implements Claims {

    private final Connection connection;

    SimClaims(Connection connection) {
        this.connection = connection;
    }

    @Override
    public CompletionStage<Claimed> claim(String cache, Claim claim, Duration ttl, long instead, boolean unlessStored) {
        return connection.call(data -> data.claims.claim(claim, ttl, instead, unlessStored, data.now()));
    }

    @Override
    public CompletionStage<Boolean> prolong(String cache, Claim claim, Duration ttl) {
        return connection.call(data -> data.claims.prolong(claim, ttl, data.now()));
    }

    @Override
    public CompletionStage<Boolean> fulfil(String cache, Claim claim, TierWrite write) {
        return connection.call(data -> data.claims.fulfil(claim, write, data.now()));
    }

    @Override
    public CompletionStage<Boolean> release(String cache, Claim claim) {
        return connection.call(data -> data.claims.release(claim, data.now()));
    }
}
