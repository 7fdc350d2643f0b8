package dev.terrace.flags.store;

import dev.terrace.flags.Format;
import dev.terrace.flags.source.Document;
import dev.terrace.flags.source.Intake;
import dev.terrace.flags.source.Source;
import dev.terrace.flags.source.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/*
 * `this` guards the intake, what was read last, whether the store answers, and what becomes of the last offer. Offers are made under it, so
 * they go out in the order in which versions were read; an intake blocks nobody.
 *
 * The feed is offered what was read last when it opens, and again after the store was away, for it may have taken another source's
 * document meanwhile. A store that was never heard of says so, since the start waits for its first word.
 */
/** A store as a source of documents. Thread-safe. */
final class StoreSource implements Source {

    private final String description;
    private final @Nullable String environment;
    private @Nullable Intake intake;
    private @Nullable StoredFlags read;
    private @Nullable String silence;
    private @Nullable CompletionStage<SourceEvent> offered;

    StoreSource(String description, @Nullable String environment) {
        this.description = description;
        this.environment = environment;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean isAudited() {
        return true;
    }

    @Override
    public synchronized void open(Intake intake) {
        this.intake = intake;
        if (silence != null) {
            intake.unavailable(silence);
        } else {
            offer();
        }
    }

    /** Something new was read. */
    synchronized void take(StoredFlags stored) {
        read = stored;
        silence = null;
        offer();
    }

    /** The store has answered. */
    synchronized void answered() {
        if (silence != null) {
            silence = null;
            offer();
        }
    }

    /** The store has not answered. */
    synchronized void unavailable(String reason) {
        boolean known = silence != null;
        silence = reason;
        if (!known && intake != null) {
            intake.unavailable(reason);
        }
    }

    private void offer() {
        StoredFlags stored = read;
        if (intake != null && stored != null) {
            Document document = Document.of(stored.document().getBytes(StandardCharsets.UTF_8), Format.JSON);
            offered = intake.offer(document.overrides(stored.overrides(environment)));
        }
    }

    /** Completes when the feed has done with what it was offered last. */
    synchronized CompletionStage<?> taken() {
        return offered == null ? CompletableFuture.completedStage(description) : offered;
    }

    @Override
    public synchronized void close() {
        intake = null;
    }
}
