package dev.terrace.cache.tuning;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a tuner has done. Immutable and thread-safe.
 *
 * @param atMillis when, by the wall clock
 * @param kind what
 * @param recommendation upon which
 * @param observed the percentage points by which the hit ratio was seen to have risen; null where that was not to be told
 * @param note why, and what came of it
 * @since 0.1.0
 */
public record Deed(
        long atMillis,
        Kind kind,
        Recommendation recommendation,
        @Nullable Double observed,
        String note) {

    /** What was done. */
    public enum Kind {
        /** Set, and watched from now on. */
        APPLIED,
        /** It has helped, and stays. */
        KEPT,
        /** It has not helped, or could not be watched, and was set back. */
        UNDONE,
        /** It could not be set; everything is as it was. */
        FAILED,
        /** It was to be set back, but somebody else has set it meanwhile, and that stays. */
        LEFT
    }

    /**
     * All of it.
     *
     * @return one line
     */
    public String text() {
        return kind + " " + recommendation.change().text()
                + (observed == null ? "" : String.format(Locale.ROOT, ", observed %+.2f points", observed))
                + ": " + note;
    }
}
