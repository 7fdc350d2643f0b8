package dev.terrace.flags.store;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Position;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.audit.Audit;
import dev.terrace.flags.audit.Observation;
import dev.terrace.flags.audit.Observations;
import dev.terrace.flags.audit.Replay;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.source.Source;
import dev.terrace.flags.source.SourceListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Definitions that live in a ledger: in a database, in a file or on Redis. All nodes of a namespace follow it, and change it through one
 * door, which checks the whole of what would result and writes the audit record in the same transaction.
 *
 * <p><b>Following.</b> A {@link FlagFeed} puts in force what {@link #source} hands over. A change is in force on the node that made it when its
 * stage completes. Other nodes learn of it through the
 * invalidation log, and where they miss that, or there is none, with their next poll. A store that does not answer changes nothing: what is
 * in force stays so, and evaluations never know.
 *
 * <p><b>Failure.</b> Nothing blocks but {@link FlagStoreBuilder#build} and {@link #close}. Stages fail with a
 * {@link FlagStoreException} that says what is known.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagStore implements AutoCloseable {

    private final Ledger ledger;
    private final @Nullable InvalidationLog log;
    private final Host host;
    private final @Nullable AutoCloseable owned;
    private final Door door;
    private final Follower follower;
    private final Audit audit;
    private final Audit observed;
    private final Observations observations;
    private final StoreSource source;

    FlagStore(FlagStoreBuilder builder, Ledger ledger, Host host, @Nullable AutoCloseable owned) {
        this.ledger = ledger;
        this.host = host;
        this.owned = owned;
        log = builder.log;
        // Without the ledger's own words, which differ before and after it was reached: the last known good is known by
        // this.
        source = new StoreSource("store of flags " + host.namespace() + "/" + builder.collection, builder.environment);
        audit = new Audit(ledger, host, builder.collection);
        observed = new Audit(ledger, host, builder.collection + ".observed");
        observations = new Observations(ledger, host, builder.collection + ".observed");
        door = new Door(ledger, host, builder.collection, audit);
        follower = new Follower(ledger, log, host, builder.collection, source);
    }

    /**
     * Begins a store.
     *
     * @param namespace 1 to 64 letters, digits, {@code .}, {@code _} or {@code -}; nodes of one namespace share their flags
     * @return a builder
     */
    public static FlagStoreBuilder builder(String namespace) {
        return new FlagStoreBuilder(namespace);
    }

    void start(Duration pollInterval, Duration patience) {
        ledger.open(host);
        if (log != null) {
            log.open(host, follower);
        }
        CompletionStage<Position> first = follower.refresh();
        follower.start(pollInterval);
        try {
            first.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException later) {
            // Flags begin without it, which health() tells.
            return;
        }
    }

    /**
     * This store as a source of a {@link FlagFeed}: what it holds, with the overrides of its environment. What is changed has its record, so
     * it causes no arrival. Its feed may close it; the store stays open.
     *
     * @return always the same; for one feed
     */
    public Source source() {
        return source;
    }

    /**
     * Records what arrives at a feed otherwise than through this store, by {@link #recordObserved}: to be given to the feed as a listener.
     * What cannot be recorded now is recorded when it can be.
     *
     * @param node the node's name, such as its host's: the same after a restart, and of no other node
     * @return a new listener
     */
    public SourceListener recordArrivals(String node) {
        return new ArrivalRecorder(node, observations, host);
    }

    /**
     * Reads what is stored, and hands it to the feed if it is new.
     *
     * @return what is stored, of a moment after the call
     */
    public CompletionStage<StoredFlags> read() {
        return follower.refresh().handle((position, failure) -> {
            StoredFlags held = follower.held();
            if (failure != null || held == null) {
                throw unread(failure);
            }
            return held;
        });
    }

    private FlagStoreException unread(@Nullable Throwable failure) {
        return new FlagStoreException(
                "the " + ledger.description() + " could not be read: check that it can be reached",
                failure == null ? new IllegalStateException("the store was closed") : failure);
    }

    /**
     * Changes what is stored. Its audit record is written with it, or neither is.
     *
     * @param change who wants what, and why
     * @return what became of it; fails with a {@link FlagStoreException} where the store does not answer: the same change, with its id, may
     *     be made again, and is made once
     */
    public CompletionStage<ChangeOutcome> change(FlagChange change) {
        return door.change(change).thenCompose(outcome -> {
            if (outcome instanceof ChangeOutcome.Applied) {
                follower.tell();
                return follower.refresh()
                        .thenCompose(position -> source.taken())
                        .handle((taken, failure) -> outcome);
            }
            return CompletableFuture.completedStage(outcome);
        });
    }

    /**
     * Tells what edits would do: whether they could be made, and for whom of a sample a flag would answer another variant. Nothing is
     * changed.
     *
     * @param edits what would be changed
     * @param setting where they would hold: an environment, perhaps with variables; what is stored of overrides comes after its own
     * @param sample for whom to ask
     * @return what would be
     */
    public CompletionStage<DryRun> dryRun(List<Edit> edits, Setting setting, List<EvaluationContext> sample) {
        List<Edit> wanted = List.copyOf(edits);
        List<EvaluationContext> asked = List.copyOf(sample);
        return read().thenApplyAsync(
                        stored -> {
                            Draft draft = Draft.of(stored, wanted);
                            if (!draft.problems().isEmpty()) {
                                return DryRun.refused(draft);
                            }
                            Instant now = Instant.ofEpochMilli(host.time().currentTimeMillis());
                            return DryRun.of(
                                    stored.version(),
                                    compile(stored, setting),
                                    compile(draft.after(), setting),
                                    asked,
                                    now);
                        },
                        host.executor());
    }

    private static Snapshot compile(StoredFlags stored, Setting setting) {
        List<OperatorOverride> overrides = new ArrayList<>(setting.overrides());
        overrides.addAll(stored.overrides(setting.environment()));
        return stored.definitions().compile(setting.overrides(overrides));
    }

    /**
     * Who has changed what, when and why; and whether that was rewritten.
     *
     * @return the trail of what came through the door
     */
    public Audit audit() {
        return audit;
    }

    /**
     * What was recorded by {@link #recordObserved}.
     *
     * @return a trail of its own
     */
    public Audit observed() {
        return observed;
    }

    /**
     * Records what arrived otherwise than through the door, once for each node, origin and digest.
     *
     * @param observation what was found
     * @return whether it was new
     */
    public CompletionStage<Boolean> recordObserved(Observation observation) {
        return observations.record(observation);
    }

    /**
     * What was stored after a change of the past.
     *
     * @param sequence the change's
     * @return definitions and overrides, as the trail tells them
     */
    public CompletionStage<StoredFlags> asOf(long sequence) {
        return audit.replay(sequence).thenApply(this::stored);
    }

    /**
     * What was stored at a moment of the past.
     *
     * @param moment by the times of the trail
     * @return definitions and overrides, as the trail tells them
     */
    public CompletionStage<StoredFlags> asOf(Instant moment) {
        return audit.replay(moment).thenApply(this::stored);
    }

    private StoredFlags stored(Replay replay) {
        return new StoredFlags(new Position(health().version().epoch(), replay.sequence()), replay.contents());
    }

    /**
     * How it stands with this node.
     *
     * @return a snapshot
     */
    public StoreHealth health() {
        return follower.health();
    }

    /** Stops following and closes the ledger and the log. What is in force stays so. Idempotent. */
    @Override
    public void close() {
        follower.close();
        source.close();
        if (log != null) {
            log.close();
        }
        ledger.close();
        if (owned != null) {
            try {
                owned.close();
            } catch (Exception e) {
                throw new IllegalStateException("the threads of a flag store could not be ended", e);
            }
        }
    }
}
