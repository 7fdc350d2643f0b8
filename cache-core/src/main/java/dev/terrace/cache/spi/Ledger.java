package dev.terrace.cache.spi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Records that are changed by compare-and-set, with their trail in the same transaction, and evidence that merges.
 *
 * <p>Records lie in collections. Each has a version of its own, which counts up by one with every change; removing it counts as
 * well, and its version stays behind, so that no version of a key ever stands for two contents. Every change adds one record to
 * its collection's trail. Trail sequences count up by one in the order in which changes become visible: who sees n can read
 * everything up to n. No clock takes part in either.
 *
 * <p><b>Epochs.</b> A ledger that has lost something, or may have, shows another epoch. Versions and sequences of different
 * epochs may have the same numbers and different contents. A reader that meets another epoch reads everything again, and a
 * change that rests on versions of another epoch is a {@link Outcome.Conflict}.
 *
 * <p><b>Evidence</b> lies beside the records, in one cell for each key and source. It has no trail and no epoch: each source
 * sends its whole cell again and again, and may lose one.
 *
 * <p><b>Failure.</b> Stages complete exceptionally, within the store's own timeout, when it cannot be reached or refuses. It is
 * then unknown whether a change was committed; sending it again with the same {@link Change#id() id} is safe and tells. An
 * {@link IllegalStateException} says that a bound of the collection is reached or that a newer version wrote it.
 *
 * <p>Nobody is told of a change: whoever wants that appends a name to an {@link InvalidationLog} afterwards.
 *
 * <p>Implementations are thread-safe. None of the methods blocks, except {@link #open} and {@link #close}. All but these two
 * throw an {@link IllegalArgumentException} at once if an argument is beyond its {@link Limits}.
 *
 * @since 0.1.0
 */
public interface Ledger {

    /** By how many later changes of its collection a change may have been followed and is still recognised when repeated. */
    int CHANGES_RECOGNISED = 1_000;

    /**
     * Says in a few words what and where this ledger is, without secrets, for messages.
     *
     * @return such as {@code redis ledger at localhost:6379}
     */
    String description();

    /**
     * Prepares the ledger of one namespace. Called once, before anything else. A store that cannot be reached now is not an
     * error: it is connected to when it can be, and calls fail until then.
     *
     * @param host the namespace with its time and threads
     * @throws IllegalStateException if the store can be reached but will never work, with the setting and the cure
     */
    void open(Host host);

    /**
     * Reads all records of a collection that are not removed, as they are at one moment.
     *
     * @param collection the collection's name, see {@link Limits#name}; one that nobody wrote to is empty
     * @return the records in no order, and the position that they were read at
     */
    CompletionStage<LedgerState> read(String collection);

    /**
     * Reads one record.
     *
     * @param collection the collection's name
     * @param key the key, see {@link Limits#text}
     * @return exactly one record: also of a removed one, and with version 0 of one that never was
     */
    CompletionStage<LedgerState> read(String collection, String key);

    /**
     * Makes a change, wholly or not at all.
     *
     * @param change the records with the versions that they must have, and what the trail is to say
     * @return what became of it; of a repeated change what became of it at first, if that was {@link Outcome.Committed}
     */
    CompletionStage<Outcome> write(Change change);

    /**
     * Reads on in the trail of a collection. Nothing in a trail is ever changed or forgotten.
     *
     * @param collection the collection's name
     * @param afterSequence where to go on, 0 for the start
     * @param limit the most records to return, positive; a ledger may return fewer, though at least one if there is one
     * @return the records after that sequence, without holes; a reader that has reached more than the trail holds is told the
     *     trail's end, and has followed another ledger
     */
    CompletionStage<Trail> trail(String collection, long afterSequence, int limit);

    /**
     * Puts evidence into the cell of a key and a source, unless what the cell holds has the same or a higher version. So it may
     * be sent repeatedly, late and in any order. Numbers of versions may be left out. A source that has forgotten its last
     * version calls itself another.
     *
     * @param collection the collection's name; it needs no records
     * @param key what the evidence is about, see {@link Limits#text}
     * @param source who gives it, as for keys
     * @param version of this source, 1 to {@link Limits#MAXIMUM_VERSION}
     * @param bytes the evidence, up to {@value Limits#MAXIMUM_EVIDENCE_BYTES} bytes; not to be modified
     * @return whether the cell now holds it; false if it held the same or a newer one
     */
    CompletionStage<Boolean> merge(String collection, String key, String source, long version, byte[] bytes);

    /**
     * Reads all cells of a key.
     *
     * @param collection the collection's name
     * @param key what the evidence is about
     * @return the cells in no order
     */
    CompletionStage<List<Evidence>> evidence(String collection, String key);

    /**
     * Removes cells of a key that have not changed for a while, by the store's clock.
     *
     * @param collection the collection's name
     * @param key what the evidence is about
     * @param olderThan the age from which on to remove, not negative; zero removes all
     * @return how many were removed
     */
    CompletionStage<Integer> purgeEvidence(String collection, String key, Duration olderThan);

    /** Ends the use of the ledger and frees what {@link #open} took. What is stored stays. Idempotent. */
    void close();
}
