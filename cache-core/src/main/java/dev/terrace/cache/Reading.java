package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One read that the heap could not answer.
 *
 * @param since the view's generation when it began
 * @param origin null where it only looks
 * @param lane where its steps run
 * @param caller where its end runs when its time is over: on the thread that waits, if one does
 * @param untilNanos when it ends, on the monotonic clock; null if that is up to the loader
 * @param byLoader whether a loader makes it, which must not wait for a place among the loads
 */
record Reading<K, V extends @Nullable Object>(
        K key,
        Digest digest,
        long since,
        @Nullable Origin<K, V> origin,
        Executor lane,
        Executor caller,
        Freshness freshness,
        @Nullable Long untilNanos,
        boolean byLoader) {

    /** How the flights go that are opened for it. */
    Departures.Trip<K, V> trip() {
        // Who may have his answer before a tier's waits on his lane, but makes no call there.
        Executor decoding = freshness.leavesEarly() ? step -> lane.execute(step) : lane;
        return new Departures.Trip<>(origin, lane, decoding, untilNanos);
    }

    /** The thread that waits and runs the steps, if there is one. */
    @Nullable
    Thread crew() {
        return lane instanceof Lane blocking ? blocking.owner() : null;
    }
}
