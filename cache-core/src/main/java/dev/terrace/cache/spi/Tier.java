package dev.terrace.cache.spi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A far tier: a store outside the process that keeps envelopes by key, and the writes of one key in the order of their
 * positions.
 *
 * <p>A tier knows nothing of what an envelope contains. It compares positions, keeps time to live by one clock of its own,
 * and loses nothing but what has expired, been overwritten or been evicted.
 *
 * <p><b>Failure.</b> Stages complete exceptionally when the store cannot be reached or refuses. A tier must not hold a call
 * back to send it later: a write that its caller has given up may not take effect after a newer one of the same key (the
 * conditional write sees to that) nor after a reconnect.
 *
 * <p>Implementations are thread-safe. None of the methods blocks, except {@link #open}, {@link #close} and {@link #getHere}.
 *
 * @since 0.1.0
 */
public interface Tier {

    /**
     * The tier's short name, which metrics carry: {@code redis}, {@code jdbc}.
     *
     * @return a lower-case word
     */
    String name();

    /**
     * Prepares the tier for one namespace. Called once, before anything else. A store that cannot be reached now is not an
     * error: the tier connects when it can, and fails its calls until then.
     *
     * @param host the namespace with its time and threads
     * @throws IllegalStateException if the store can be reached but will never work, with the setting and the cure
     */
    void open(Host host);

    /**
     * Reads several keys of one cache as one batch.
     *
     * @param cache the cache's name
     * @param keys the keys, distinct, at least one
     * @return an element for each key in the same order, null where the tier has nothing that has not expired; tombstones
     *     are returned like entries
     */
    CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys);

    /**
     * Says how many keys make a call of {@link #get} that is worth making ahead of others, when many are read: the store answers
     * it while the next keys are prepared and the last answer is read. At most a few such calls are under way for one reader.
     *
     * @return a number of keys, positive; {@link Integer#MAX_VALUE}, which is the default, if all keys are to be read in one call
     */
    default int portion() {
        return Integer.MAX_VALUE;
    }

    /**
     * Says whether reads of single keys are to be gathered into batches where there are many at a time, and with which others: a batch has
     * keys of one number only, so that a server which does not answer holds up no reads of another. Called for each such read.
     *
     * @param cache the cache's name
     * @param key the key
     * @return a number for the server that will answer, not negative; -1, which is the default, if each key is to be read by itself
     */
    default int gathering(String cache, Digest key) {
        return -1;
    }

    /**
     * Reads one key on the calling thread, which waits for the answer and has nothing else to do. For tiers whose calls block: they spare their
     * callers the way to another thread and back. The thread is the service's own, so nothing may hold it for longer than {@code limit}: neither
     * a connection that has to be waited for nor a server that does not answer.
     *
     * @param cache the cache's name
     * @param key the key
     * @param limit within which this returns, whatever happens; positive
     * @return the answer, complete, as {@link #get} would give it for one key; null at once, which is the default, if the tier does not make this
     *     call here: it is then made by {@link #get}
     */
    default @Nullable CompletionStage<@Nullable TierEntry> getHere(String cache, Digest key, Duration limit) {
        return null;
    }

    /**
     * Says whether {@link #getHere} would make a call at this moment, as far as can be known without making one. Asked before each such call by who
     * tells others of calls; if it is wrong, what they are told is less exact.
     *
     * @return false, which is the default, if it probably would not
     */
    default boolean readsHere() {
        return false;
    }

    /**
     * Writes several entries of one cache as one batch. Each is stored only if what the tier holds for its key is not newer:
     * an entry replaces one whose position is the same or lower, a tombstone one whose position is lower.
     *
     * @param cache the cache's name
     * @param writes the entries, with distinct keys, at least one
     * @return how many were stored; the others were refused because something newer stands there, or because the same store keeps the
     *     namespace's log, and that is not the one which has issued their positions
     */
    CompletionStage<Integer> put(String cache, List<TierWrite> writes);

    /**
     * Reclaims a bounded number of entries that have expired, or whose position shows that nobody trusts them any more. A
     * store that does this by itself answers 0.
     *
     * @param cache the cache's name
     * @param floor entries of this cache below this position are not trusted by anyone; {@link Position#NONE} if unknown
     * @param limit the most entries to remove in this step, positive
     * @return how many were removed
     */
    CompletionStage<Integer> purge(String cache, Position floor, int limit);

    /**
     * Claims on loads, which live beside the entries. A tier without them has each process load for itself.
     *
     * @return the claims of this tier, asked for once it is open; null if it has none
     */
    default @Nullable Claims claims() {
        return null;
    }

    /** Ends the use of the tier and frees what {@link #open} took. What is stored stays. Idempotent. */
    void close();
}
