package dev.terrace.cache.tuning;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Tuner#optimize(boolean)} has found and done. Immutable and thread-safe.
 *
 * @param recommendations what the evidence speaks for, best first
 * @param deed what was done; null if nothing was
 * @param note what was done, or why nothing was
 * @since 0.1.0
 */
public record Optimization(
        List<Recommendation> recommendations, @Nullable Deed deed, String note) {

    /** Copies the recommendations. */
    public Optimization {
        recommendations = List.copyOf(recommendations);
    }

    /**
     * All of it, for people.
     *
     * @return some lines
     */
    public String text() {
        String found = recommendations.stream().map(Recommendation::text).collect(Collectors.joining("\n"));
        return (found.isEmpty() ? "nothing is recommended: there is too little evidence, or nothing to gain" : found)
                + "\n" + note;
    }
}
