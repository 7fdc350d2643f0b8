package dev.terrace.testkit.simulation;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Runs the real engine of several nodes against models of their servers, under virtual time, through faults that a seed draws.
 *
 * <p>One seed is one history, and always the same: {@link #live} with the seed of a failure repeats it, event by event.
 *
 * <p>Thread-safe: histories have nothing in common.
 *
 * @since 0.1.0
 */
public final class Simulator {

    private Simulator() {}

    /**
     * Lives one history.
     *
     * @param seed any number
     * @return what came of it
     */
    public static Outcome live(long seed) {
        return new History(seed).live();
    }

    /**
     * Lives many histories, several at once.
     *
     * @param first the first seed
     * @param count how many, positive
     * @return all that came of them, in the seeds' order
     */
    public static List<Outcome> live(long first, int count) {
        return LongStream.range(first, first + count)
                .parallel()
                .mapToObj(Simulator::live)
                .toList();
    }
}
