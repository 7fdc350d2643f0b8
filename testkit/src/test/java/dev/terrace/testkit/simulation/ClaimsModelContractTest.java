package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.contract.ClaimsContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The model of claims answers as the real ones do: the contract that Redis, H2 and PostgreSQL pass, on the simulator's model. */
class ClaimsModelContractTest extends ClaimsContract {

    private record Models(TierModel tier, ClaimsModel claims) {}

    private final Map<String, Models> caches = new HashMap<>();
    private volatile boolean stalled;

    @Override
    protected AutoCloseable stall() {
        stalled = true;
        return () -> stalled = false;
    }

    @Override
    protected Tier newTier() {
        return new Client();
    }

    private final class Client implements Tier, Claims {

        private @Nullable Host host;

        @Override
        public String name() {
            return "model";
        }

        @Override
        public void open(Host node) {
            host = node;
        }

        @Override
        public @Nullable Claims claims() {
            return this;
        }

        @Override
        public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
            return answered(cache, (models, now) -> models.tier.get(keys, now));
        }

        @Override
        public CompletionStage<Integer> put(String cache, List<TierWrite> writes) {
            return answered(cache, (models, now) -> models.tier.put(writes, now));
        }

        @Override
        public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
            return answered(cache, (models, now) -> models.tier.purge(floor, now));
        }

        @Override
        public CompletionStage<Claimed> claim(
                String cache, Claim claim, Duration ttl, long instead, boolean unlessStored) {
            Limits.ttlMillis(ttl);
            return answered(cache, (models, now) -> models.claims.claim(claim, ttl, instead, unlessStored, now));
        }

        @Override
        public CompletionStage<Boolean> prolong(String cache, Claim claim, Duration ttl) {
            Limits.ttlMillis(ttl);
            return answered(cache, (models, now) -> models.claims.prolong(claim, ttl, now));
        }

        @Override
        public CompletionStage<Boolean> fulfil(String cache, Claim claim, TierWrite write) {
            return answered(cache, (models, now) -> models.claims.fulfil(claim, write, now));
        }

        @Override
        public CompletionStage<Boolean> release(String cache, Claim claim) {
            return answered(cache, (models, now) -> models.claims.release(claim, now));
        }

        @Override
        public void close() {}

        private <T> CompletionStage<T> answered(String cache, BiFunction<Models, Long, T> call) {
            Host node = host;
            if (node == null || stalled) {
                return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
            }
            synchronized (caches) {
                TierModel tier = new TierModel();
                Models models = caches.computeIfAbsent(
                        node.namespace() + ":" + cache, absent -> new Models(tier, new ClaimsModel(tier)));
                return CompletableFuture.completedFuture(call.apply(models, System.nanoTime()));
            }
        }
    }
}
