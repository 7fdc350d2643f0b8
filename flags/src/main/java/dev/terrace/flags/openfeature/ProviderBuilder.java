package dev.terrace.flags.openfeature;

import dev.terrace.flags.Flags;
import dev.terrace.flags.telemetry.EvaluationListener;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link TerraceProvider}.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ProviderBuilder {

    final Flags flags;

    @Nullable
    String flagSet;

    @Nullable
    Tracking tracking;

    @Nullable
    EvaluationListener listener;

    CompletionStage<?> loaded = CompletableFuture.completedFuture(null);
    Duration patience = Duration.ZERO;

    ProviderBuilder(Flags flags) {
        this.flags = Objects.requireNonNull(flags, "a provider needs flags");
    }

    /**
     * The name of the set of flags, told as {@code flagSetId} with every evaluation. None by default.
     *
     * @param name such as {@code shop}
     * @return this builder
     */
    public ProviderBuilder flagSet(String name) {
        flagSet = Objects.requireNonNull(name, "a set of flags needs a name");
        return this;
    }

    /**
     * Lets the provider be initialized only when the first definitions are there. By default it is ready at once.
     *
     * @param loaded complete when the flags have their first snapshot; if it fails, so does the initialization
     * @param patience the longest time that the initialization waits; positive
     * @return this builder
     */
    public ProviderBuilder readyAfter(CompletionStage<?> loaded, Duration patience) {
        this.loaded = Objects.requireNonNull(loaded, "what to wait for is missing");
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be positive: " + patience);
        }
        this.patience = patience;
        return this;
    }

    /**
     * Takes what {@code Client.track} tells. Callers never wait: up to 1,024 events are kept for the receiver, more are lost
     * and counted by {@link TerraceProvider#lostEvents()}. When the provider is shut down, what waits is handed over. Without
     * a tracker events are dropped.
     *
     * @param executor where the receiver is called, by one thread at a time
     * @param receiver what it throws is counted as a lost event
     * @return this builder
     */
    public ProviderBuilder tracker(Executor executor, Consumer<? super TrackedEvent> receiver) {
        tracking = new Tracking(
                Objects.requireNonNull(executor, "a tracker needs an executor"),
                Objects.requireNonNull(receiver, "a tracker needs a receiver"));
        return this;
    }

    /**
     * Tells a listener of each evaluation that a client makes by this provider.
     *
     * @param told such as that of {@code EvaluationMetrics}; what it throws reaches nobody
     * @return this builder
     */
    public ProviderBuilder listener(EvaluationListener told) {
        listener = Objects.requireNonNull(told, "a listener is missing");
        return this;
    }

    /**
     * Makes the provider. It listens to the flags from its initialization until it is shut down.
     *
     * @return a new one
     */
    public TerraceProvider build() {
        return new TerraceProvider(this);
    }
}
