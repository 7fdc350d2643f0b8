package dev.terrace.cache.analytics;

import java.time.Duration;

/**
 * What the verifier has found in one place, a while after invalidations. Immutable and thread-safe.
 *
 * @param place {@code heap}, or the name of a far tier
 * @param delay how long after the invalidation it was looked at
 * @param checked times that the place would have served something and it is known whether that is what the source has
 * @param inconsistent times among these that it is not
 * @param undecided times that it is not known: the source changed meanwhile or failed, the place did not answer, or something newer was
 *     invalidated
 * @param nothing times that the place had nothing that it would have served
 * @since 0.1.0
 */
public record Consistency(String place, Duration delay, long checked, long inconsistent, long undecided, long nothing) {

    /**
     * The share of what was checked that is as the source has it, in nines: 3 is 99.9%. Where nothing was found, it is what a single find
     * would make of it, so that few checks never look like many nines.
     *
     * @return not negative; 0 if nothing was checked
     */
    public double nines() {
        return checked == 0 ? 0 : Math.log10((double) checked / Math.max(1, inconsistent));
    }
}
