package dev.terrace.flags.store;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Position;
import dev.terrace.flags.audit.Audit;
import dev.terrace.flags.audit.AuditRecord;
import dev.terrace.flags.internal.chain.Link;
import dev.terrace.flags.internal.chain.Sender;
import dev.terrace.flags.internal.chain.Tip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * One attempt: read all records, of one moment. Look through the trail for what came after the version that the change expects: its own
 * id (then it was made, and the answer was lost), and whatever touches the same keys (then it is a conflict). Check the whole document
 * that would result. Write the edited records, each with the version read, and the head, whose version is that of everything: so the
 * document that was checked is the one that comes to be, and the chain has one end. A change that loses the race for the head begins again,
 * and finds out by the trail whether it still may be made.
 *
 * No state is held between attempts, no lock is taken; order is the ledger's business. If a write fails, the sender repeats it under the
 * same id; if it stays unknown what became of it the caller is told so, and may send the same change again at any time.
 */
/** Makes changes, wholly and with their audit records, or not at all. Thread-safe. */
final class Door {

    private static final int ATTEMPTS = 100;
    private static final int MOST_PAUSE_MILLIS = 50;

    private final Ledger ledger;
    private final Host host;
    private final String collection;
    private final Audit audit;
    private final Sender sender;

    Door(Ledger ledger, Host host, String collection, Audit audit) {
        this.ledger = ledger;
        this.host = host;
        this.collection = collection;
        this.audit = audit;
        sender = new Sender(ledger, host);
    }

    CompletionStage<ChangeOutcome> change(FlagChange change) {
        return attempt(change, ATTEMPTS);
    }

    private CompletionStage<ChangeOutcome> attempt(FlagChange change, int left) {
        CompletionStage<LedgerState> read;
        try {
            read = ledger.read(collection);
        } catch (RuntimeException e) {
            read = CompletableFuture.failedStage(e);
        }
        return read.thenCompose(state ->
                        since(change, state).thenComposeAsync(since -> go(change, state, since, left), host.executor()))
                .handle((outcome, failure) -> failure == null
                        ? CompletableFuture.completedStage(outcome)
                        : CompletableFuture.<ChangeOutcome>failedStage(notMade(change, failure)))
                .thenCompose(stage -> stage);
    }

    /** What the trail says of the time since the version that a change expects. */
    private record Since(@Nullable Long made, Set<String> touched) {}

    private CompletionStage<Since> since(FlagChange change, LedgerState state) {
        long expected = change.expected().sequence();
        if (expected >= state.at().sequence()) {
            return CompletableFuture.completedStage(new Since(null, Set.of()));
        }
        Set<String> edited = change.edits().stream().map(Edit::key).collect(Collectors.toSet());
        Set<String> touched = new TreeSet<>();
        Long[] made = {null};
        return audit.records(expected, record -> {
                    note(record, change, edited, touched, made);
                    return made[0] == null && record.sequence() < state.at().sequence();
                })
                .thenApply(epoch -> new Since(made[0], touched));
    }

    private static void note(
            AuditRecord record, FlagChange change, Set<String> edited, Set<String> touched, @Nullable Long[] made) {
        if (record.change().equals(change.id())) {
            made[0] = record.sequence();
        }
        record.edits().forEach(edit -> {
            if (edited.contains(edit.key())) {
                touched.add(edit.key());
            }
        });
    }

    private CompletionStage<ChangeOutcome> go(FlagChange change, LedgerState state, Since since, int left) {
        Position expected = change.expected();
        if (since.made != null) {
            return done(new ChangeOutcome.Applied(new Position(state.at().epoch(), since.made)));
        }
        if (expected.epoch() != state.at().epoch()
                || expected.sequence() > state.at().sequence()) {
            return done(new ChangeOutcome.Conflict(expected, state.at(), List.of()));
        }
        if (!since.touched.isEmpty()) {
            return done(new ChangeOutcome.Conflict(expected, state.at(), List.copyOf(since.touched)));
        }
        Draft draft = Draft.of(StoredFlags.of(state), change.edits());
        if (!draft.problems().isEmpty()) {
            return done(new ChangeOutcome.Refused(draft.problems()));
        }
        if (draft.edits().isEmpty()) {
            return done(new ChangeOutcome.Unchanged(state.at()));
        }
        return write(change, state, draft, left);
    }

    private CompletionStage<ChangeOutcome> write(FlagChange change, LedgerState state, Draft draft, int left) {
        Map<String, LedgerRecord> held = new HashMap<>();
        state.records().forEach(record -> held.put(record.key(), record));
        LedgerRecord head = held.get(Tip.KEY);
        // What the ledger counts is what the record will be called there; the hash is that of what the head knows as
        // the last one.
        Tip known = head == null || head.bytes() == null ? Tip.start(chain()) : Tip.of(head.bytes());
        Tip tip = new Tip(state.at().sequence(), known.hash(), known.time());
        Link link = Link.behind(
                tip, change.id(), host.time().currentTimeMillis(), change.actor(), change.reason(), draft.edits());
        byte[] trail = link.bytes();
        List<LedgerWrite> writes = new ArrayList<>();
        writes.add(new LedgerWrite(
                Tip.KEY,
                head == null ? 0 : head.version(),
                tip.then(link, trail).bytes()));
        long bytes = 0;
        for (Link.Edited edit : draft.edits()) {
            LedgerRecord record = held.get(edit.key());
            long version = record == null ? 0 : record.version();
            if (edit.after() == null) {
                writes.add(LedgerWrite.removal(edit.key(), version));
            } else {
                byte[] content = edit.after().getBytes(StandardCharsets.UTF_8);
                bytes += content.length;
                writes.add(new LedgerWrite(edit.key(), version, content));
            }
        }
        if (trail.length > Limits.MAXIMUM_TRAIL_BYTES || bytes > Limits.MAXIMUM_CHANGE_BYTES) {
            return done(new ChangeOutcome.Refused(List.of(Draft.problem(
                    "",
                    "a change whose audit record has " + trail.length + " bytes",
                    "a record has at most " + Limits.MAXIMUM_TRAIL_BYTES + ": make several changes"))));
        }
        Change sent = new Change(change.id(), collection, state.at().epoch(), writes, trail);
        return sender.send(sent)
                .handle((outcome, failure) -> failure == null
                        ? became(change, outcome, left)
                        : CompletableFuture.<ChangeOutcome>failedStage(unknown(change, failure)))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<ChangeOutcome> became(FlagChange change, Outcome outcome, int left) {
        if (outcome instanceof Outcome.Committed committed) {
            return done(new ChangeOutcome.Applied(committed.at()));
        }
        if (left == 0) {
            throw new IllegalStateException("other changes were faster " + ATTEMPTS + " times");
        }
        long pause = ThreadLocalRandom.current().nextInt(1, Math.min(MOST_PAUSE_MILLIS, 2 + 2 * (ATTEMPTS - left)) + 1);
        return sender.later(Duration.ofMillis(pause)).thenCompose(now -> attempt(change, left - 1));
    }

    private String chain() {
        return host.namespace() + "/" + collection;
    }

    private static CompletionStage<ChangeOutcome> done(ChangeOutcome outcome) {
        return CompletableFuture.completedStage(outcome);
    }

    private FlagStoreException unknown(FlagChange change, Throwable failure) {
        if (Sender.isRefusal(failure)) {
            return notMade(change, failure);
        }
        return new FlagStoreException(
                "it is unknown whether change " + change.id() + " was made, as the " + ledger.description()
                        + " did not answer: make the same change again, with its id, and you are told",
                Sender.cause(failure));
    }

    private FlagStoreException notMade(FlagChange change, Throwable failure) {
        Throwable cause = Sender.cause(failure);
        return cause instanceof FlagStoreException told
                ? told
                : new FlagStoreException(
                        "change " + change.id() + " was not made by this attempt, since the " + ledger.description()
                                + " could not be read or refused it; make it again, with its id",
                        cause);
    }
}
