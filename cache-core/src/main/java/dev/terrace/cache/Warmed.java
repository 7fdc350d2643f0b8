package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * What has become of keys that a cache was asked to be warm for.
 *
 * @param present were on the heap already
 * @param found were in a far tier
 * @param loaded were loaded, or their loader answered that there is none
 * @param absent were in no tier that has answered in time, and nothing was to be loaded
 * @param refused were invalidated meanwhile, so that what was brought was not stored
 * @param failed could not be loaded, or could not be asked for
 * @param failure what the first of these failed with; null if none has
 * @since 0.1.0
 */
public record Warmed(
        int present,
        int found,
        int loaded,
        int absent,
        int refused,
        int failed,
        @Nullable Throwable failure) {

    /**
     * All keys.
     *
     * @return how many were asked for, each counted once
     */
    public int keys() {
        return present + found + loaded + absent + refused + failed;
    }
}
