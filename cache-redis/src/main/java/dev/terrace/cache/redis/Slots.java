package dev.terrace.cache.redis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which primaries of a cluster hold which slots, as one of its nodes sees it. Immutable. */
record Slots(List<Range> ranges) {

    record Range(int first, int last, Place holder) {}

    Slots {
        ranges = ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList();
    }

    /**
     * Reads the answer to CLUSTER SLOTS: first, last, and the nodes of each range, the primary first. Of a node itself it may
     * hold no host, which is then the one that was asked.
     */
    static Slots decode(List<Object> answer, String asked) {
        List<Range> ranges = new ArrayList<>();
        for (Object one : answer) {
            List<?> range = (List<?>) one;
            List<?> primary = (List<?>) range.get(2);
            Object named = primary.get(0);
            String host = named == null ? "" : Primary.text(named);
            ranges.add(new Range(
                    number(range.get(0)),
                    number(range.get(1)),
                    new Place(host.isEmpty() || host.equals("?") ? asked : host, number(primary.get(1)))));
        }
        if (ranges.isEmpty()) {
            throw new IllegalStateException("the node knows of no slots: check the cluster's state");
        }
        return new Slots(ranges);
    }

    private static int number(Object reply) {
        return Math.toIntExact((Long) reply);
    }

    /** The primary that holds a slot, or null if none does. */
    @Nullable
    Place holder(int slot) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = ranges.get(middle);
            if (slot < range.first) {
                high = middle - 1;
            } else if (slot > range.last) {
                low = middle + 1;
            } else {
                return range.holder;
            }
        }
        return null;
    }

    /** A number for whoever holds a slot, the same for all its slots; 0 if none does. */
    int number(int slot) {
        Place holder = holder(slot);
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).holder.equals(holder)) {
                return i;
            }
        }
        return 0;
    }

    Set<Place> holders() {
        Set<Place> holders = new LinkedHashSet<>();
        ranges.forEach(range -> holders.add(range.holder));
        return holders;
    }
}
