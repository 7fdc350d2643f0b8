package dev.terrace.cache.redis;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Tier;
import dev.terrace.testkit.RedisCluster;
import dev.terrace.testkit.contract.CacheContract;
import dev.terrace.testkit.contract.ClaimsContract;
import dev.terrace.testkit.contract.InvalidationLogContract;
import dev.terrace.testkit.contract.LeaseContract;
import dev.terrace.testkit.contract.LedgerContract;
import dev.terrace.testkit.contract.TierContract;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contracts of all that there is on Redis, on a cluster. */
class RedisClusterContractIT {

    private static RedisCluster cluster;
    private static Redis redis;

    @BeforeAll
    static void launch() {
        cluster = RedisCluster.launch(0);
        redis = builder().build();
    }

    @AfterAll
    static void end() {
        redis.close();
        cluster.close();
    }

    private static RedisBuilder builder() {
        return Redis.builder(cluster.uri()).commandTimeout(Duration.ofSeconds(1));
    }

    private static AutoCloseable stalled() {
        cluster.pause();
        return () -> {
            cluster.resume();
            cluster.awaitHealthy(); // Nodes take each other for dead for a while, and refuse everything.
        };
    }

    private static void set(String key, String field, String value) {
        cluster.holder(key).command("HSET", key, field, value);
    }

    @Nested
    class Tiers extends TierContract {

        @Override
        protected Tier newTier() {
            return redis.tier();
        }

        @Override
        protected AutoCloseable stall() {
            return stalled();
        }
    }

    @Nested
    class LoadClaims extends ClaimsContract {

        @Override
        protected Tier newTier() {
            return redis.tier();
        }

        @Override
        protected AutoCloseable stall() {
            return stalled();
        }
    }

    @Nested
    class Logs extends InvalidationLogContract {

        private @Nullable Redis forgetful;

        @Override
        protected InvalidationLog newLog() {
            return redis.log();
        }

        @Override
        protected InvalidationLog newLog(int dependencies, int keys) {
            forgetful = builder()
                    .dependenciesRetained(dependencies)
                    .keysRetained(keys)
                    .build();
            return forgetful.log();
        }

        @AfterEach
        void close() {
            if (forgetful != null) {
                forgetful.close();
            }
        }

        @Override
        protected void lose(String namespace) {
            cluster.empty();
        }

        @Override
        protected void makeNewer(String namespace) {
            set("terrace:{" + namespace + "}:log:head", "format", "2");
        }

        @Override
        protected AutoCloseable stall() {
            return stalled();
        }
    }

    @Nested
    class Caches extends CacheContract {

        @Override
        protected InvalidationLog newLog() {
            return redis.log();
        }

        @Override
        protected Tier newTier() {
            return redis.tier();
        }

        @Override
        protected AutoCloseable stall() {
            return stalled();
        }
    }

    @Nested
    class Leases extends LeaseContract {

        @Override
        protected Lease newLease() {
            return redis.lease();
        }

        @Override
        protected void lose(String namespace) {
            cluster.empty();
        }

        @Override
        protected void advance(String namespace, String name, long token) {
            set("terrace:{" + namespace + "}:tokens", name, "" + token);
        }

        @Override
        protected AutoCloseable stall() {
            return stalled();
        }
    }

    @Nested
    class Ledgers extends LedgerContract {

        @Override
        protected Ledger newLedger() {
            return redis.ledger();
        }

        @Override
        protected void lose(String namespace) {
            cluster.empty();
        }

        @Override
        protected void makeNewer(String namespace, String collection) {
            set("terrace:{" + namespace + "}:head:" + collection, "format", "2");
        }

        @Override
        protected AutoCloseable stall() {
            return stalled();
        }
    }
}
