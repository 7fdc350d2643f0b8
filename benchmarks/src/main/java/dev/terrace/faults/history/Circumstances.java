package dev.terrace.faults.history;

import java.util.List;
import java.util.Map;

/**
 * What the owner of a run has to say of it. Times are {@link System#nanoTime()}.
 *
 * @param scenario which one
 * @param seed of the plan
 * @param policy what nodes do that are cut off: RELOAD, SERVE_STALE or FAIL
 * @param silence after how many nanoseconds
 * @param nodes how many
 * @param reconnects how many nanoseconds a driver may take to find out that its server is back
 * @param faults when something was broken, in order
 * @param healed when the last fault had ended
 * @param quiet when the last change had returned; the reads that follow are the last ones
 * @param source the source's version of each key in the end
 */
public record Circumstances(
        String scenario,
        long seed,
        String policy,
        long silence,
        int nodes,
        long reconnects,
        List<Fault> faults,
        long healed,
        long quiet,
        Map<Integer, Long> source) {

    /**
     * A time in which something was broken.
     *
     * @param from when it began
     * @param to when it was mended
     */
    public record Fault(long from, long to) {}

    /** Copies the collections. */
    public Circumstances {
        faults = List.copyOf(faults);
        source = Map.copyOf(source);
    }
}
