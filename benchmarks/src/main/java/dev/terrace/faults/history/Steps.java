package dev.terrace.faults.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which version must be known of one key at a time: the newest of all that became known before. Not thread-safe. */
final class Steps {

    private record Step(long time, long version) {}

    private final List<Step> steps = new ArrayList<>();
    private boolean sorted = true;

    void add(long time, long version) {
        steps.add(new Step(time, version));
        sorted = false;
    }

    /** The newest version that became known before a time; 0 if none did. */
    long before(long time) {
        if (!sorted) {
            sort();
        }
        int low = 0;
        int high = steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (steps.get(middle).time < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : steps.get(low - 1).version;
    }

    private void sort() {
        steps.sort(Comparator.comparingLong(Step::time));
        long newest = 0;
        for (int i = 0; i < steps.size(); i++) {
            newest = Math.max(newest, steps.get(i).version);
            steps.set(i, new Step(steps.get(i).time, newest));
        }
        sorted = true;
    }
}
