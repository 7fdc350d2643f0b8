package dev.terrace.flags.store;

import dev.terrace.cache.spi.Position;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do, had it been made: to whom of a sample, and whether it could be made at all. All flags are asked, since a
 * segment, a switch or a prerequisite changes others than those that are edited.
 *
 * <p>Immutable and thread-safe.
 *
 * @param version the version that it was tried on: the one to expect when the change is made
 * @param problems why it would be refused; then nothing else is told
 * @param counts how many of the sample would change, by flag; flags that change for nobody are left out
 * @param differences who they are, the first 10,000
 * @since 0.1.0
 */
public record DryRun(
        Position version, List<Problem> problems, Map<String, Integer> counts, List<Difference> differences) {

    private static final int MOST_DIFFERENCES = 10_000;

    /** Copies what it is given. */
    public DryRun {
        problems = List.copyOf(problems);
        counts = Map.copyOf(counts);
        differences = List.copyOf(differences);
    }

    static DryRun refused(Draft draft) {
        return new DryRun(draft.before().version(), draft.problems(), Map.of(), List.of());
    }

    /** Both are asked at one moment. */
    static DryRun of(Position version, Snapshot before, Snapshot after, List<EvaluationContext> sample, Instant now) {
        Flags old = Flags.of(before, () -> now);
        Flags young = Flags.of(after, () -> now);
        Set<String> keys = new TreeSet<>(before.keys());
        keys.addAll(after.keys());
        Map<String, Integer> counts = new TreeMap<>();
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            for (EvaluationContext context : sample) {
                String was = variant(old, key, context);
                String is = variant(young, key, context);
                if (!Objects.equals(was, is)) {
                    counts.merge(key, 1, Integer::sum);
                    if (differences.size() < MOST_DIFFERENCES) {
                        differences.add(new Difference(key, context, was, is));
                    }
                }
            }
        }
        return new DryRun(version, List.of(), counts, differences);
    }

    private static @Nullable String variant(Flags flags, String key, EvaluationContext context) {
        return flags.evaluate(key, "", context).variant();
    }
}
