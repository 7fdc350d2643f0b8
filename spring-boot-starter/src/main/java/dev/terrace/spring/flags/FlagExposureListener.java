package dev.terrace.spring.flags;

import java.util.List;

/**
 * Takes exposures, such as to write them where experiments are judged. Beans of this type are told; without one nothing is recorded.
 *
 * <p>Called on a thread of the namespace, by one thread at a time. It may block: what comes meanwhile waits, up to a bound. What it throws is
 * counted, and logged once; what it was told then is not told again.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FlagExposureListener {

    /**
     * Takes some exposures.
     *
     * @param exposures in the order in which they were made, at most {@value ExposureRecorder#BATCH}
     */
    void exposed(List<FlagExposure> exposures);
}
