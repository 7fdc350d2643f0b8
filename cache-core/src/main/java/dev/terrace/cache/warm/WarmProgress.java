package dev.terrace.cache.warm;

import dev.terrace.cache.Warmed;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a run of a warming has come.
 *
 * @param cache the cache's name
 * @param state whether it goes on, or how it has ended
 * @param present keys that were on the heap already
 * @param found keys whose values were in a far tier
 * @param loaded keys that were loaded
 * @param absent keys that no tier has, where nothing is to be loaded
 * @param refused keys that were invalidated meanwhile, so that nothing was stored
 * @param failed keys that could not be loaded
 * @param remaining keys that are left, -1 if nobody knows
 * @param elapsed how long it has taken
 * @param failure why it has ended with {@link WarmState#FAILED}, or else what the first key has failed with; null if nothing has failed
 * @since 0.1.0
 */
public record WarmProgress(
        String cache,
        WarmState state,
        long present,
        long found,
        long loaded,
        long absent,
        long refused,
        long failed,
        long remaining,
        Duration elapsed,
        @Nullable Throwable failure) {

    /**
     * Keys that were asked for.
     *
     * @return the number, whatever has become of them
     */
    public long done() {
        return present + found + loaded + absent + refused + failed;
    }

    /**
     * How fast it goes.
     *
     * @return keys a second, on average since it began; 0 in the first millisecond
     */
    public double keysPerSecond() {
        long millis = elapsed.toMillis();
        return millis == 0 ? 0 : done() * 1e3 / millis;
    }

    /** One line for people, without keys. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %s: %,d keys in %.1f s (%,.0f/s): %,d found in far tiers, %,d loaded, %,d already there, %,d absent, %,d refused, %,d failed%s",
                cache,
                state.name().toLowerCase(Locale.ROOT),
                done(),
                elapsed.toMillis() / 1e3,
                keysPerSecond(),
                found,
                loaded,
                present,
                absent,
                refused,
                failed,
                remaining < 0 ? "" : String.format(Locale.ROOT, ", %,d remaining", remaining));
    }

    /** The sum of what the batches have brought. Guarded by whoever holds it. */
    static final class Sum {

        private long present;
        private long found;
        private long loaded;
        private long absent;
        private long refused;
        private long failed;
        private @Nullable Throwable failure;

        void add(Warmed batch) {
            present += batch.present();
            found += batch.found();
            loaded += batch.loaded();
            absent += batch.absent();
            refused += batch.refused();
            failed += batch.failed();
            if (failure == null) {
                failure = batch.failure();
            }
        }

        /** Whether anything came to the heap that was not there. */
        boolean brings() {
            return found + loaded > 0;
        }

        void failed(int keys, Throwable why) {
            failed += keys;
            if (failure == null) {
                failure = why;
            }
        }

        /** Keys that a source gives twice are done once. */
        private static long remaining(WarmState state, long total, long done) {
            if (state == WarmState.DONE) {
                return 0;
            }
            return total < 0 ? -1 : Math.max(0, total - done);
        }

        WarmProgress progress(String cache, WarmState state, long total, Duration elapsed, @Nullable Throwable why) {
            long done = present + found + loaded + absent + refused + failed;
            return new WarmProgress(
                    cache,
                    state,
                    present,
                    found,
                    loaded,
                    absent,
                    refused,
                    failed,
                    remaining(state, total, done),
                    elapsed,
                    why == null ? failure : why);
        }
    }
}
