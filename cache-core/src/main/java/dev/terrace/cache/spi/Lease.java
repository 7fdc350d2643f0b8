package dev.terrace.cache.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Leases of a store: at most one holder of a name at a time, as far as the store can tell.
 *
 * <p>A lease saves double work. It proves nothing: a holder may be held up past the end of its lease and not know. What must
 * not happen twice is protected by the <b>token</b> of the {@link Grant}, which whatever is written compares, or by the
 * compare-and-set of a {@link Ledger}.
 *
 * <p><b>Tokens</b> of a name grow from grant to grant and are never used again, neither after the lease has expired nor after it
 * was released. A token is the larger of the one before plus one and the store's own time in microseconds. So a store that has
 * lost everything still issues larger tokens than before, unless its clock stands behind the time of the last grant that it
 * lost; and nothing a reader does may rest on two tokens being neighbours.
 *
 * <p><b>Time.</b> Whether a lease has expired is for the store alone to say, by its own clock; clocks of nodes are not compared.
 * A holder counts from the moment at which it sent its request, by its own monotonic clock ({@link Grant#remaining}), so it
 * gives up no later than the store does, as long as both clocks run equally fast. If the store's clock jumps ahead, another
 * holder may be granted the lease early, under a larger token.
 *
 * <p><b>Failure.</b> Stages complete exceptionally, within the store's own timeout, when it cannot be reached or refuses. It is
 * then unknown whether the call took effect: asking again as the same holder is safe. A store that replicates asynchronously
 * may forget a grant when it fails over and give the lease to a second holder, under a larger token as above.
 *
 * <p>Implementations are thread-safe. None of the methods blocks, except {@link #open} and {@link #close}.
 *
 * @since 0.1.0
 */
public interface Lease {

    /** The shortest time to live. */
    Duration SHORTEST = Duration.ofMillis(1);

    /** The longest time to live. */
    Duration LONGEST = Duration.ofDays(1);

    /**
     * Prepares the leases of one namespace. Called once, before anything else. A store that cannot be reached now is not an
     * error: it is connected to when it can be, and calls fail until then.
     *
     * @param host the namespace with its time and threads
     * @throws IllegalStateException if the store can be reached but will never work, with the setting and the cure
     */
    void open(Host host);

    /**
     * Takes a lease that nobody holds, or that this holder does: it then gets another token, and its older one is void. So a
     * holder whose answer was lost asks again and need not wait for its own lease to expire.
     *
     * @param name what is leased, see {@link Limits#name}; names are few, for each leaves its last token behind for ever
     * @param holder who asks, 1 to {@value Limits#MAXIMUM_KEY_BYTES} bytes of UTF-8; another text for each process and each
     *     start of it
     * @param ttl how long the lease lasts unless renewed, 1 ms to 1 day, in whole milliseconds
     * @return the grant, or empty if somebody else holds the lease
     * @throws IllegalArgumentException if an argument is out of bounds
     */
    CompletionStage<Optional<Grant>> acquire(String name, String holder, Duration ttl);

    /**
     * Prolongs a lease that has not expired: it lasts {@code ttl} from now on.
     *
     * @param name what is leased
     * @param token the token of its present grant
     * @param ttl as for {@link #acquire}
     * @return the grant with the same token, or empty if it has expired, was released or was granted anew
     * @throws IllegalArgumentException if an argument is out of bounds
     */
    CompletionStage<Optional<Grant>> renew(String name, long token, Duration ttl);

    /**
     * Ends a lease before its time.
     *
     * @param name what is leased
     * @param token the token of its present grant
     * @return whether it was held under this token until now
     * @throws IllegalArgumentException if an argument is out of bounds
     */
    CompletionStage<Boolean> release(String name, long token);

    /** Ends the use of the leases and frees what {@link #open} took. What is held stays held until it expires. Idempotent. */
    void close();
}
