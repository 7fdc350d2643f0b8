package dev.terrace.cache.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The one ordered, compacted record of invalidations that all nodes of a namespace follow.
 *
 * <p>For each name only its last sequence matters. Sequences are issued by the log itself, without holes at the moment of
 * issue and in the order in which they become visible: whoever reads sequence n has been shown everything up to n. No clock
 * takes part in that order. A log that was lost or replaced shows another epoch.
 *
 * <p><b>Order of answers.</b> An append's stage completes before the stage of any {@link #read} whose slice contains one of
 * its records; a node can thus tell its own records from those of others. Callbacks that were attached at once run in this
 * order.
 *
 * <p><b>Failure.</b> Stages complete exceptionally, within the log's own timeout, when the log cannot be reached or refuses.
 * After a failed append it is unknown whether it happened; sending it again with the same {@link Append#id() id} is safe,
 * because invalidating twice is.
 *
 * <p>Implementations are thread-safe. None of the methods blocks, except {@link #open} and {@link #close}.
 *
 * @since 0.1.0
 */
public interface InvalidationLog {

    /**
     * Says in a few words what and where this log is, without secrets, for messages.
     *
     * @return such as {@code redis log at localhost:6379}
     */
    String description();

    /**
     * Prepares the log for one namespace. Called once, before anything else. A log that cannot be reached now is not an
     * error: it connects when it can.
     *
     * @param host the namespace with its time and threads
     * @param listener hears whenever something may have been appended; it may be told too often, and never too seldom to
     *     matter, because the reader polls as well
     * @throws IllegalStateException if the log can be reached but will never work, with the setting and the cure
     */
    void open(Host host, LogListener listener);

    /**
     * Tells whether appends may carry writes into a tier, because both are kept where one step can change both. Only then may an {@link
     * Append} have cargo of caches that use it. The answer never changes.
     *
     * @param tier a tier of the same namespace
     * @return false unless the log can do it
     */
    default boolean carries(Tier tier) {
        return false;
    }

    /**
     * Appends names, each under the next sequence, and writes the cargo into its tiers, all of it atomically. Some cargo is left out, see
     * {@link Append}, and an append that is repeated writes nothing again; the answer says so, and the sender then writes it itself.
     *
     * @param append the names
     * @return the sequences that they were given
     */
    CompletionStage<Appended> append(Append append);

    /**
     * Reads what comes after a position. A position of another epoch, or {@link Position#NONE}, reads from the start.
     *
     * @param after where to go on
     * @param limit the most records to return, positive
     * @return the slice, empty if there is nothing new
     */
    CompletionStage<Slice> read(Position after, int limit);

    /**
     * The same, for a reader who can tell by what he knows the log. A log that gives tokens becomes another one, with another epoch,
     * if it has another token at the bookmark, or ends before it: it was put back to an older state, and has perhaps gone on since. If it
     * does not remember that far back, its answer has a key horizon above the bookmark. By default the bookmark is ignored.
     *
     * @param after where to go on
     * @param bookmark by what the reader knows the log, or {@link Bookmark#NONE}
     * @param limit the most records to return, positive
     * @return the slice, empty if there is nothing new
     */
    default CompletionStage<Slice> read(Position after, Bookmark bookmark, int limit) {
        return read(after, limit);
    }

    /**
     * Writes, without invalidating anything: a sign that this log can still be written. A server that was cut off from its
     * replicas, or may not be written for another reason, answers reads as before.
     *
     * @return completes once the write was acknowledged, by whatever the log demands of an {@link #append};
     *     with what means nothing
     */
    CompletionStage<?> beat();

    /**
     * How often a follower should read even though nothing woke it.
     *
     * @return the interval, positive
     */
    Duration pollInterval();

    /** Ends the use of the log and frees what {@link #open} took. What was appended stays. Idempotent. */
    void close();
}
