package dev.terrace.flags;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/*
 * Keys that had no answer, and how often. Only evaluations come here that have failed to find their flag. Bounded: keys may
 * come from outside, so those after the first thousand are counted together, under no name. The bound may be passed by as many as there are
 * threads.
 */
/** Thread-safe. */
final class Unanswered {

    static final int KEYS = 1_000;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    void add(String key) {
        LongAdder count = counts.get(key);
        if (count == null) {
            count = counts.size() < KEYS ? counts.computeIfAbsent(key, any -> new LongAdder()) : others;
        }
        count.increment();
    }

    /** Sorted; other keys are counted under the empty one. */
    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((key, count) -> all.put(key, count.sum()));
        if (others.sum() > 0) {
            all.put("", others.sum());
        }
        return all;
    }
}
