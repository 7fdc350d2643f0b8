package dev.terrace.flags.audit;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.flags.internal.chain.ChainCheck;
import dev.terrace.flags.internal.chain.Json;
import dev.terrace.flags.internal.chain.Link;
import dev.terrace.flags.internal.chain.Sender;
import dev.terrace.flags.internal.chain.Tip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/*
 * A collection and a chain of their own: when a hundred nodes start, they contend with each other and not with operators, and no node
 * reads its flags again.
 *
 * What a node has last told of an origin stands in one of BUCKETS records, chosen by a hash; each holds the last PER_BUCKET of its
 * nodes, so the collection is bounded however many nodes come and go. A node that is forgotten there is recorded once more.
 *
 * The bucket and the head are read apart, perhaps at two moments; the change demands both as they were read, and a conflict brings both
 * as they are, so each further attempt costs one call.
 */
/**
 * Records what arrived by file or environment variable: once for each node, origin and digest. A digest that comes back after another
 * one was in force is recorded again.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class Observations {

    private static final int BUCKETS = 64;
    private static final int PER_BUCKET = 200;
    private static final int ATTEMPTS = 200;

    private final Ledger ledger;
    private final Host host;
    private final String collection;
    private final String chain;
    private final Sender sender;

    /**
     * In a collection of their own.
     *
     * @param ledger an open ledger
     * @param host what it was opened with
     * @param collection the collection's name; an {@link Audit} of it reads what was recorded
     */
    public Observations(Ledger ledger, Host host, String collection) {
        this.ledger = ledger;
        this.host = host;
        this.collection = collection;
        chain = host.namespace() + "/" + collection;
        sender = new Sender(ledger, host);
    }

    /**
     * Records an observation, unless it is the last that its node has recorded of its origin. Blocks nobody.
     *
     * @param observation what was found
     * @return whether it was new; fails as the ledger does, and may then be repeated
     */
    public CompletionStage<Boolean> record(Observation observation) {
        String place = Tip.hash((observation.node() + '\0' + observation.origin()).getBytes(StandardCharsets.UTF_8));
        String bucket = ChainCheck.INDEX + Math.floorMod(place.hashCode(), BUCKETS);
        String id = UUID.randomUUID().toString();
        return ledger.read(collection, Tip.KEY)
                .thenCombine(
                        ledger.read(collection, bucket),
                        (head, index) -> attempt(
                                new Attempt(observation, place, id, ATTEMPTS),
                                head.at().epoch(),
                                head.records().get(0),
                                index.records().get(0)))
                .thenCompose(stage -> stage);
    }

    private record Attempt(Observation observation, String place, String id, int left) {}

    private CompletionStage<Boolean> attempt(Attempt attempt, long epoch, LedgerRecord head, LedgerRecord index) {
        byte[] held = head.bytes();
        Tip tip = held == null ? Tip.start(chain) : Tip.of(held);
        ObjectNode known = index(index);
        JsonNode before = known.remove(attempt.place);
        String digest = attempt.observation.digest();
        if (before != null && digest.equals(before.stringValue())) {
            return CompletableFuture.completedStage(false);
        }
        known.put(attempt.place, digest);
        while (known.size() > PER_BUCKET) {
            known.remove(known.propertyNames().iterator().next());
        }
        Link link = Link.behind(
                tip,
                attempt.id,
                host.time().currentTimeMillis(),
                attempt.observation.node(),
                "arrived by " + attempt.observation.origin(),
                List.of(edit(attempt.observation, before)));
        byte[] bytes = link.bytes();
        Change change = new Change(
                attempt.id,
                collection,
                epoch,
                List.of(
                        new LedgerWrite(
                                Tip.KEY, expected(head), tip.then(link, bytes).bytes()),
                        new LedgerWrite(index.key(), expected(index), Json.bytes(known))),
                bytes);
        return sender.send(change).thenCompose(outcome -> {
            if (outcome instanceof Outcome.Conflict conflict && attempt.left > 0) {
                Attempt next = new Attempt(attempt.observation, attempt.place, attempt.id, attempt.left - 1);
                return attempt(
                        next,
                        conflict.at().epoch(),
                        conflict.current().get(0),
                        conflict.current().get(1));
            }
            if (outcome instanceof Outcome.Conflict) {
                throw new IllegalStateException("others were faster " + ATTEMPTS
                        + " times; the observation is not recorded: record it again later");
            }
            return CompletableFuture.completedStage(true);
        });
    }

    private static long expected(LedgerRecord record) {
        return record.isPresent() ? record.version() : 0;
    }

    private static ObjectNode index(LedgerRecord record) {
        byte[] bytes = record.bytes();
        return bytes != null && Json.read(bytes) instanceof ObjectNode known ? known : Json.object();
    }

    private static Link.Edited edit(Observation observation, @Nullable JsonNode before) {
        ObjectNode after = Json.object();
        after.put("digest", observation.digest());
        after.put("content", observation.content());
        ObjectNode last = Json.object();
        last.set("digest", before);
        return new Link.Edited(
                ChainCheck.OBSERVED + observation.node() + "/" + observation.origin(),
                before == null ? null : Json.text(last),
                Json.text(after));
    }
}
