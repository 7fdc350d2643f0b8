package dev.terrace.cache.tuning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/*
 * A pure function: no clock, no input or output, no state. The same evidence gives the same recommendations, so that each can be explained,
 * tested, and computed again elsewhere.
 */
/**
 * What the evidence speaks for. Stateless.
 *
 * @since 0.1.0
 */
public final class Advice {

    private Advice() {}

    /**
     * Recommends what should be set otherwise. Where there is too little evidence nothing is recommended.
     *
     * <p>Recommendations that contradict each other are all told; one stands, by the rules of {@code docs/tuning.md}, and the others say what
     * they are {@linkplain Recommendation#withheld() withheld} for.
     *
     * @param evidence of each cache that shares the budget
     * @param bounds the budget, and within what to stay
     * @return those that may be applied first, by gain times confidence
     * @throws IllegalArgumentException if two are of one cache
     */
    public static List<Recommendation> recommend(List<Evidence> evidence, Bounds bounds) {
        Set<String> names = new HashSet<>();
        for (Evidence one : evidence) {
            if (!names.add(one.cache())) {
                throw new IllegalArgumentException("there is evidence twice of cache '" + one.cache() + "'");
            }
        }
        List<Recommendation> found = new ArrayList<>();
        Recommendation shares = ShareRule.recommend(evidence, bounds);
        if (shares != null) {
            found.add(shares);
        }
        for (Evidence one : evidence) {
            found.addAll(LifeRule.recommend(one, bounds));
            Recommendation refresh = RefreshRule.recommend(one);
            if (refresh != null) {
                found.add(refresh);
            }
            Recommendation strategy = PatternRule.recommend(one);
            if (strategy != null) {
                found.add(strategy);
            }
        }
        return Contradictions.settle(found).stream()
                .sorted(Contradictions.order())
                .toList();
    }
}
