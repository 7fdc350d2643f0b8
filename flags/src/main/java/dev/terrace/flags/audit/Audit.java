package dev.terrace.flags.audit;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Limits;
import dev.terrace.flags.internal.chain.ChainCheck;
import dev.terrace.flags.internal.chain.Tip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Reads the trail of a collection of a ledger: who has changed what, when and why; what was in force at any time; and whether anybody
 * has rewritten any of it. It writes nothing.
 *
 * <p>All methods read the store and block nobody; their stages fail as the ledger's do.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class Audit {

    private final Ledger ledger;
    private final String collection;
    private final String chain;
    private final TrailWalk walk;

    /**
     * Of a collection.
     *
     * @param ledger an open ledger
     * @param host what it was opened with
     * @param collection the collection's name
     */
    public Audit(Ledger ledger, Host host, String collection) {
        this.ledger = ledger;
        this.collection = Limits.name(collection);
        chain = host.namespace() + "/" + collection;
        walk = new TrailWalk(ledger, collection, host.executor());
    }

    /**
     * Finds records. The trail has no index: a page is read from {@code after} on until it is full, or the trail or the query's time ends.
     *
     * @param query which
     * @param after the sequence after which to begin, 0 for the start, or {@link AuditPage#next()}
     * @param limit the most records to answer, positive
     * @return a page
     */
    public CompletionStage<AuditPage> query(AuditQuery query, long after, int limit) {
        Limits.limit(limit);
        List<AuditRecord> found = new ArrayList<>();
        long[] last = {after};
        boolean[] more = {false};
        return records(after, record -> {
                    if (query.isPast(record)) {
                        return false;
                    }
                    if (found.size() == limit) {
                        more[0] = true;
                        return false;
                    }
                    last[0] = record.sequence();
                    if (query.asksFor(record)) {
                        found.add(record);
                    }
                    return true;
                })
                .thenApply(epoch -> new AuditPage(found, last[0], more[0]));
    }

    /**
     * Shows records one after the other, in the order of the trail.
     *
     * @param after the sequence after which to begin, 0 for the start
     * @param step takes a record, and answers whether it wants the next
     * @return the ledger's epoch, once the step or the trail has come to its end
     */
    public CompletionStage<Long> records(long after, Predicate<? super AuditRecord> step) {
        return walk.after(after, record -> step.test(AuditRecord.of(record.bytes())));
    }

    /**
     * What was stored after a change.
     *
     * @param sequence the change's; one beyond the trail's end means its end
     * @return what the trail says
     */
    public CompletionStage<Replay> replay(long sequence) {
        return replay(record -> record.sequence() <= sequence);
    }

    /**
     * What was stored at a moment, by the times of the trail.
     *
     * @param moment the moment; changes made at that very moment count
     * @return what the trail says
     */
    public CompletionStage<Replay> replay(Instant moment) {
        return replay(record -> !record.time().isAfter(moment));
    }

    private CompletionStage<Replay> replay(Predicate<AuditRecord> counts) {
        Map<String, String> contents = new TreeMap<>();
        long[] last = {0};
        Instant[] time = {Instant.EPOCH};
        return records(0, record -> {
                    if (!counts.test(record)) {
                        return false;
                    }
                    for (AuditEdit edit : record.edits()) {
                        if (edit.after() == null) {
                            contents.remove(edit.key());
                        } else {
                            contents.put(edit.key(), edit.after());
                        }
                    }
                    last[0] = record.sequence();
                    time[0] = record.time();
                    return true;
                })
                .thenApply(epoch -> new Replay(last[0], time[0], contents));
    }

    /**
     * Reads the whole trail and checks that each record follows from the one before, that the head is its end, that what is stored is
     * what it says, and that the anchors stand in it. Changes may be made meanwhile.
     *
     * @param anchors what {@link #anchor} has given before, in any order; with none, somebody who has rewritten the whole trail and its
     *     head is not found
     * @return what was found
     * @throws IllegalArgumentException if an anchor is of another trail
     */
    public CompletionStage<Verification> verify(Collection<Anchor> anchors) {
        Map<Long, String> known = new TreeMap<>();
        List<Finding> contradictions = new ArrayList<>();
        for (Anchor anchor : anchors) {
            if (!anchor.chain().equals(chain)) {
                throw new IllegalArgumentException("an anchor of \"" + anchor.chain() + "\" says nothing of \"" + chain
                        + "\": give those of this trail");
            }
            String other = known.putIfAbsent(anchor.sequence(), anchor.hash());
            if (other != null && !other.equals(anchor.hash())) {
                contradictions.add(new Finding(anchor.sequence(), "has two anchors that contradict each other"));
            }
        }
        ChainCheck check = new ChainCheck(chain, known);
        return readOn(check, 0).thenApply(end -> {
            contradictions.addAll(check.faults().stream()
                    .map(fault -> new Finding(fault.sequence(), fault.message()))
                    .toList());
            Anchor last = new Anchor(chain, check.tip().sequence(), check.tip().hash());
            return new Verification(check.records(), last, contradictions);
        });
    }

    /** Reads to the end, and once more where somebody has added to it meanwhile; not again where what was promised was not there. */
    private CompletionStage<Boolean> readOn(ChainCheck check, long promised) {
        return walk.after(check.reached(), record -> {
                    check.accept(record);
                    return true;
                })
                .thenCompose(epoch -> ledger.read(collection))
                .thenComposeAsync(
                        state -> {
                            long now = state.at().sequence();
                            if (now > check.reached() && check.reached() >= promised) {
                                return readOn(check, now);
                            }
                            check.finish(state);
                            return CompletableFuture.completedStage(true);
                        },
                        walk.executor());
    }

    /**
     * Where the trail ends now: export it, and give it to {@link #verify} later.
     *
     * @return an anchor
     */
    public CompletionStage<Anchor> anchor() {
        return ledger.read(collection, Tip.KEY).thenApply(state -> {
            byte[] head = state.records().get(0).bytes();
            Tip tip = head == null ? Tip.start(chain) : Tip.of(head);
            return new Anchor(chain, tip.sequence(), tip.hash());
        });
    }
}
