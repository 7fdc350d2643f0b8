package dev.terrace.cache.spi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Claims of a {@link Tier}: while a process loads a key it claims it beside the key's entry, so that other processes wait for what it
 * stores and do not load as well.
 *
 * <p>A claim saves work and proves nothing. It may be lost, or held twice where a store forgets; what is true is told by positions
 * alone. It does two things: whoever asks for a key that is claimed learns so, and a value that was loaded under a claim is stored only
 * while that is held ({@link #fulfil}). So a holder that was held up past the end of its claim writes nothing over what another has
 * loaded meanwhile.
 *
 * <p><b>Time.</b> Whether a claim has expired is for the store alone to say, by its own clock. A claim that nobody prolongs ends by
 * itself, and leaves nothing behind, so that there may be as many as there are keys.
 *
 * <p><b>Failure.</b> Stages complete exceptionally, within the store's own timeout, when it cannot be reached or refuses. It is then
 * unknown whether the call took effect; asking again under the same token is safe. A call that its caller gave up must not be sent later,
 * as for a {@link Tier}.
 *
 * <p>Implementations are thread-safe, and usable while their tier is open. None of the methods blocks.
 *
 * @since 0.1.0
 */
public interface Claims {

    /**
     * Takes a claim, in one step with a look at the entry: if nobody holds one on the key, if this one is held already, which then lasts
     * from now on, or if the one that {@code instead} names is held.
     *
     * @param cache the cache's name
     * @param claim what is to be held
     * @param ttl how long it lasts unless prolonged, 1 ms to 1 day, in whole milliseconds
     * @param instead the token of the claim that it supersedes; 0 for none
     * @param unlessStored whether it is not taken where nobody holds one and the tier has an entry; that is the answer then
     * @return {@link Claimed.Granted} with the entry that stands there; {@link Claimed.Held} if another claim is; or {@link
     *     Claimed.Stored}
     * @throws IllegalArgumentException if the time to live is out of bounds
     */
    CompletionStage<Claimed> claim(String cache, Claim claim, Duration ttl, long instead, boolean unlessStored);

    /**
     * Prolongs a claim that has not expired: it lasts {@code ttl} from now on.
     *
     * @param cache the cache's name
     * @param claim what was granted
     * @param ttl as for {@link #claim}
     * @return whether it is held still
     * @throws IllegalArgumentException if the time to live is out of bounds
     */
    CompletionStage<Boolean> prolong(String cache, Claim claim, Duration ttl);

    /**
     * Writes what was loaded under a claim as {@link Tier#put} does, and ends the claim, in one step; does nothing if the claim is not
     * held any more.
     *
     * @param cache the cache's name
     * @param claim what was granted
     * @param write the entry of the claim's key
     * @return whether it was stored; not if the claim is not held, or if something newer stands there
     */
    CompletionStage<Boolean> fulfil(String cache, Claim claim, TierWrite write);

    /**
     * Ends a claim before its time.
     *
     * @param cache the cache's name
     * @param claim what was granted
     * @return whether it was held until now
     */
    CompletionStage<Boolean> release(String cache, Claim claim);
}
