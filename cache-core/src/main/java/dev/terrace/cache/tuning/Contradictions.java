package dev.terrace.cache.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The rules, in this order; what gives way is told with its reason, and nothing is averaged or half taken:
 *
 * 1. Of two lifetimes for one cache the shorter stands: being right goes before being fast.
 * 2. Of a longer lifetime and a refresh-ahead for one cache, which would save the same misses, the one with the larger gain times confidence
 *    stands; the lifetime where they are equal, for it saves loads as well.
 * 3. Of a shorter lifetime and a refresh-ahead the lifetime stands; the age at which entries are due has to follow from it.
 *
 * Heap shares contradict none of these: they are of another setting, and what they were recommended upon is looked at again before the next change.
 */
/** Settles what contradicts each other. Stateless. */
final class Contradictions {

    private Contradictions() {}

    /** The same recommendations, some of them withheld. What gives way makes no other give way. */
    static List<Recommendation> settle(List<Recommendation> found) {
        return settle(settle(found, Contradictions::againstLifetime), Contradictions::againstAnotherKind);
    }

    private static List<Recommendation> settle(List<Recommendation> found, Rule rule) {
        List<Recommendation> settled = new ArrayList<>(found.size());
        for (Recommendation one : found) {
            String why = null;
            for (Recommendation other : found) {
                if (why == null
                        && other.withheld() == null
                        && one.change().caches().equals(other.change().caches())) {
                    why = rule.against(one, other);
                }
            }
            settled.add(why == null ? one : one.withhold(why));
        }
        return settled;
    }

    /** Says why one gives way to another of the same cache; null if it does not, as none does to itself. */
    private interface Rule {
        @Nullable
        String against(Recommendation one, Recommendation other);
    }

    private static @Nullable String againstLifetime(Recommendation one, Recommendation other) {
        return one.change() instanceof Change.Lifetime life
                        && other.change() instanceof Change.Lifetime than
                        && life.to().compareTo(than.to()) > 0
                ? "it contradicts the lifetime of " + than.to() + ", which stands: being right goes before being fast"
                : null;
    }

    private static @Nullable String againstAnotherKind(Recommendation one, Recommendation other) {
        if (one.change() instanceof Change.Lifetime life && other.change() instanceof Change.RefreshAhead) {
            return life.isLonger() && worth(other) > worth(one)
                    ? "it would save the same misses as the refresh-ahead, which is worth more"
                    : null;
        }
        if (one.change() instanceof Change.RefreshAhead && other.change() instanceof Change.Lifetime life) {
            if (!life.isLonger()) {
                return "it contradicts the lifetime of " + life.to()
                        + ", which stands: the age at which entries are due follows from it";
            }
            return worth(one) > worth(other)
                    ? null
                    : "it would save the same misses as the longer lifetime, which is worth as much at least";
        }
        return null;
    }

    private static double worth(Recommendation one) {
        return one.gain().points() * one.confidence();
    }

    /** Those that may be applied first, then by what they are worth. */
    static Comparator<Recommendation> order() {
        return Comparator.comparing((Recommendation one) -> !one.isApplicable())
                .thenComparing(Comparator.comparingDouble(Contradictions::worth).reversed())
                .thenComparing(one -> one.change().subject());
    }
}
