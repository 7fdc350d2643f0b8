package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.testkit.contract.InvalidationLogContract;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The model of the log answers as the real ones do: the contract that Redis, H2 and PostgreSQL pass, on the simulator's model. */
class LogModelContractTest extends InvalidationLogContract {

    private final Map<String, LogModel> logs = new ConcurrentHashMap<>();
    private final Set<String> newer = new HashSet<>();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private volatile boolean stalled;
    private int dependenciesRetained = 1_000_000;
    private int keysRetained = 200_000;

    @Override
    protected AutoCloseable stall() {
        stalled = true;
        return () -> stalled = false;
    }

    @Override
    protected InvalidationLog newLog() {
        return new Client();
    }

    @Override
    protected InvalidationLog newLog(int dependencies, int keys) {
        dependenciesRetained = dependencies;
        keysRetained = keys;
        return new Client();
    }

    @Override
    protected synchronized void lose(String namespace) {
        model(namespace).flush();
    }

    @Override
    protected synchronized void makeNewer(String namespace) {
        newer.add(namespace);
    }

    private LogModel model(String namespace) {
        return logs.computeIfAbsent(namespace, absent -> new LogModel("1", dependenciesRetained, keysRetained));
    }

    private final class Client implements InvalidationLog {

        private @Nullable Host host;
        private LogListener listener = () -> {};

        @Override
        public String description() {
            return "model of a log";
        }

        @Override
        public void open(Host node, LogListener to) {
            synchronized (LogModelContractTest.this) {
                if (newer.contains(node.namespace())) {
                    throw new IllegalStateException("a newer version of Terrace wrote it: use that");
                }
            }
            host = node;
            listener = to;
            clients.add(this);
        }

        @Override
        public CompletionStage<Appended> append(Append append) {
            CompletionStage<Appended> answer =
                    answered(() -> model(opened().namespace()).append(append, 1_750_000_000_000L));
            answer.thenAccept(appended -> {
                Pushed pushed = new Pushed(append.id(), appended, append.names());
                clients.forEach(client -> client.listener.pushed(pushed));
            });
            return answer;
        }

        @Override
        public CompletionStage<Slice> read(Position after, int limit) {
            return answered(() -> model(opened().namespace()).read(after, limit, 1_750_000_000_000L));
        }

        @Override
        public CompletionStage<?> beat() {
            return answered(() -> {
                model(opened().namespace()).beat(1_750_000_000_000L);
                return true;
            });
        }

        private <T> CompletionStage<T> answered(Supplier<T> call) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            if (host == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("it is not open"));
            }
            if (stalled) {
                opened().time()
                        .schedule(
                                Duration.ofMillis(250),
                                () -> answer.completeExceptionally(new IllegalStateException("no answer in time")));
                return answer;
            }
            synchronized (LogModelContractTest.this) {
                if (newer.contains(opened().namespace())) {
                    answer.completeExceptionally(new IllegalStateException("a newer version of Terrace wrote it"));
                    return answer;
                }
                try {
                    answer.complete(call.get());
                } catch (RuntimeException failure) {
                    answer.completeExceptionally(failure);
                }
            }
            return answer;
        }

        private Host opened() {
            Host node = host;
            if (node == null) {
                throw new IllegalStateException("it is not open");
            }
            return node;
        }

        @Override
        public Duration pollInterval() {
            return Duration.ofMillis(500);
        }

        @Override
        public void close() {
            clients.remove(this);
            host = null;
        }
    }
}
