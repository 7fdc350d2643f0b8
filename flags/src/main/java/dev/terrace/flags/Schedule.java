package dev.terrace.flags;

import org.jspecify.annotations.Nullable;

/** Answers that begin at moments; where a step has none, and before the first, the rules have the word. Immutable. */
final class Schedule {

    private final long[] begins;
    private final @Nullable Answer[] answers;

    /** Moments in milliseconds since 1970, ascending. */
    Schedule(long[] begins, @Nullable Answer[] answers) {
        this.begins = begins;
        this.answers = answers;
    }

    /** The answer at a moment, or null. */
    @Nullable
    Answer at(long now) {
        int low = 0;
        int high = begins.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (begins[middle] <= now) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : answers[low - 1];
    }
}
