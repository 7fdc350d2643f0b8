package dev.terrace.benchmarks;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.flags.store.FlagStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Where flags are stored, as one node reaches it. To be closed after its stores.
 *
 * @param ledger makes a ledger
 * @param log makes a log
 * @param end ends the connections
 */
record FlagPlace(Supplier<Ledger> ledger, Supplier<InvalidationLog> log, Runnable end) implements AutoCloseable {

    static final String NAMESPACE = "flags";
    private static final int ANSWER_SECONDS = 60;

    /** A URI of Redis, a JDBC URL with its user, or a file's path. */
    static FlagPlace at(String address) {
        if (address.startsWith("redis")) {
            Redis redis = Redis.at(address);
            return new FlagPlace(redis::ledger, redis::log, redis::close);
        }
        Jdbc jdbc = address.startsWith("jdbc:") ? Jdbc.at(address, "", "") : Jdbc.embedded(Path.of(address));
        return new FlagPlace(jdbc::ledger, jdbc::log, jdbc::close);
    }

    /** A node's store with all defaults. */
    FlagStore store() {
        return FlagStore.builder(NAMESPACE)
                .ledger(ledger.get())
                .log(log.get())
                .awaitStore(Duration.ofSeconds(ANSWER_SECONDS))
                .build();
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store of flags did not answer", e);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
