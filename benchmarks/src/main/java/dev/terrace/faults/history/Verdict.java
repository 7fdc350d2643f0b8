package dev.terrace.faults.history;

import java.util.List;
import java.util.Map;

/**
 * What a history has shown. Immutable and thread-safe.
 *
 * @param circumstances of the run
 * @param reads how many had an answer
 * @param logged changes that the log has acknowledged at once
 * @param queued changes that it has not
 * @param refused reads that the policy has refused
 * @param broken how often each promise was broken; it is absent if it was kept
 * @param examples the first of each, in words
 * @param apart changes that nobody knows of who is left
 * @param slowest the longest that a read took, in nanoseconds, but for those in which its process did not run
 * @param healing from the last fault's end to the last read, in nanoseconds, that had not heard of a change made before it
 */
public record Verdict(
        Circumstances circumstances,
        int reads,
        int logged,
        int queued,
        int refused,
        Map<Promise, Integer> broken,
        List<String> examples,
        int apart,
        long slowest,
        long healing) {

    /** Copies what could change. */
    public Verdict {
        broken = Map.copyOf(broken);
        examples = List.copyOf(examples);
    }

    /**
     * Whether every promise was kept.
     *
     * @return true if none was broken
     */
    public boolean holds() {
        return broken.isEmpty();
    }

    /**
     * How often a promise was broken.
     *
     * @param promise which
     * @return 0 if it was kept
     */
    public int broken(Promise promise) {
        return broken.getOrDefault(promise, 0);
    }
}
