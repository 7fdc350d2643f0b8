package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Attachment.text;
import static dev.terrace.cache.redis.Keys.utf8;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.LedgerWrite;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Trail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/*
 * A collection is four keys of one slot, which ledger.lua describes, and one more for each key that there is evidence on. Redis
 * runs one script at a time, so the order of changes is that of the trail.
 */
/** A ledger on Redis. Thread-safe. */
final class RedisLedger implements Ledger {

    /** More in one answer would hold up the server and the other callers of the connection. */
    private static final int LARGEST_TRAIL = 1_000;

    private static final int ENOUGH_BYTES = 1 << 20;

    private final Attachment attachment;

    RedisLedger(Redis redis) {
        this.attachment = new Attachment(redis, "redis ledger");
    }

    @Override
    public String description() {
        return attachment.description();
    }

    @Override
    public void open(Host host) {
        attachment.open(host);
        attachment.warnOfEviction();
    }

    @Override
    public CompletionStage<LedgerState> read(String collection) {
        Limits.name(collection);
        return attachment.list(
                Script.RECORDS,
                keys -> keys.collection(collection),
                List.of(text(LedgerReply.FORMAT), text(0)),
                reply -> LedgerReply.present(reply, description()));
    }

    @Override
    public CompletionStage<LedgerState> read(String collection, String key) {
        Limits.name(collection);
        Limits.text("record's key", key);
        return attachment.list(
                Script.RECORDS,
                keys -> keys.collection(collection),
                List.of(text(LedgerReply.FORMAT), text(0), utf8(key)),
                reply -> LedgerReply.state(reply, description()));
    }

    @Override
    public CompletionStage<Outcome> write(Change change) {
        List<byte[]> arguments = new ArrayList<>(6 + 4 * change.writes().size());
        arguments.add(text(LedgerReply.FORMAT));
        arguments.add(text(change.epoch()));
        arguments.add(utf8(change.id()));
        arguments.add(text(Limits.MAXIMUM_RECORDS));
        arguments.add(text(Limits.MAXIMUM_COLLECTION_BYTES));
        arguments.add(change.trail());
        for (LedgerWrite write : change.writes()) {
            arguments.add(utf8(write.key()));
            arguments.add(text(write.expected()));
            arguments.add(utf8(write.bytes() == null ? "r" : "l"));
            arguments.add(write.bytes() == null ? new byte[0] : write.bytes());
        }
        return attachment.list(
                Script.CHANGE,
                keys -> keys.collection(change.collection()),
                arguments,
                reply -> LedgerReply.outcome(reply, change, description()));
    }

    @Override
    public CompletionStage<Trail> trail(String collection, long afterSequence, int limit) {
        Limits.name(collection);
        Limits.version("trail's sequence", afterSequence, 0);
        int most = Math.min(Limits.limit(limit), LARGEST_TRAIL);
        return attachment.list(
                Script.TRAIL,
                keys -> keys.collection(collection),
                List.of(text(LedgerReply.FORMAT), text(0), text(afterSequence), text(most), text(ENOUGH_BYTES)),
                reply -> LedgerReply.trail(reply, afterSequence, description()));
    }

    @Override
    public CompletionStage<Boolean> merge(String collection, String key, String source, long version, byte[] bytes) {
        Limits.name(collection);
        Limits.text("evidence's key", key);
        Limits.text("evidence's source", source);
        Limits.version("source's version", version, 1);
        Limits.evidence(bytes);
        return attachment.list(
                Script.MERGE,
                keys -> keys.evidence(collection, key),
                List.of(text(LedgerReply.FORMAT), utf8(source), text(version), bytes, text(Limits.MAXIMUM_SOURCES)),
                reply -> LedgerReply.merged(reply, description()));
    }

    @Override
    public CompletionStage<List<Evidence>> evidence(String collection, String key) {
        Limits.name(collection);
        Limits.text("evidence's key", key);
        return attachment.list(
                Script.EVIDENCE,
                keys -> keys.evidence(collection, key),
                List.of(text(LedgerReply.FORMAT)),
                reply -> LedgerReply.evidence(reply, description()));
    }

    @Override
    public CompletionStage<Integer> purgeEvidence(String collection, String key, Duration olderThan) {
        Limits.name(collection);
        Limits.text("evidence's key", key);
        return attachment.list(
                Script.EVIDENCE,
                keys -> keys.evidence(collection, key),
                List.of(text(LedgerReply.FORMAT), text(Limits.ageMillis(olderThan))),
                reply -> LedgerReply.purged(reply, description()));
    }

    @Override
    public void close() {
        attachment.close();
    }
}
