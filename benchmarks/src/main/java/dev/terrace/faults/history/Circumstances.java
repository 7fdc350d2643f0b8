package dev.terrace.faults.history;

import java.util.Map;

/**
 * What the owner of a run has to say of it. Times are {@link System#nanoTime()}.
 *
 * @param scenario which one
 * @param seed of the plan
 * @param policy what nodes do that are cut off: RELOAD, SERVE_STALE or FAIL
 * @param silence after how many nanoseconds
 * @param nodes how many
 * @param faults how many times something was broken
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
        int faults,
        long healed,
        long quiet,
        Map<Integer, Long> source) {

    /** Copies the source. */
    public Circumstances {
        source = Map.copyOf(source);
    }
}
