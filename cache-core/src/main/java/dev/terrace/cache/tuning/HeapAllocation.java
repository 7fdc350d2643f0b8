package dev.terrace.cache.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * Shares one budget among heaps so that what the hits are worth is the most. What a heap's hits are worth is concave in its bound (the
 * hull of its curve), so it is enough to give unit after unit to whom it is worth most for its price, within what each may have at least
 * and at most: the exchange argument. Where all prices are 1 this is the optimum in whole units; else it falls short by less than what the last unit of
 * each heap is worth.
 *
 * Room that is worth nothing to anybody stays with whom it is: no heap is made smaller for nothing.
 */
/** Who gets how much of a budget. Stateless. */
final class HeapAllocation {

    /**
     * One who wants a share.
     *
     * @param cache its name
     * @param worth what it is worth to have the share of reads at a bound that the curve says
     * @param curve concave
     * @param price of a unit
     * @param now its bound at present
     * @param least the least that it gets, positive
     * @param most the most, at least {@code least}
     */
    record Claimant(String cache, double worth, HitCurve curve, double price, long now, long least, long most) {

        double at(long maximum) {
            return worth * curve.at(maximum);
        }
    }

    /** A stretch of units that are worth the same. */
    private record Stretch(Claimant claimant, long units, double gainOfOne) {

        double gainForItsPrice() {
            return gainOfOne / claimant.price();
        }
    }

    private HeapAllocation() {}

    /**
     * The bounds, by cache, in the order of the claimants. They cost at most the budget wherever the least that each gets does.
     */
    static Map<String, Long> of(List<Claimant> claimants, double budget) {
        Map<String, Long> shares = new LinkedHashMap<>();
        List<Stretch> stretches = new ArrayList<>();
        double left = budget;
        for (Claimant claimant : claimants) {
            shares.put(claimant.cache(), claimant.least());
            left -= claimant.least() * claimant.price();
            stretches.addAll(stretches(claimant));
        }
        stretches.sort(Comparator.comparingDouble(Stretch::gainForItsPrice)
                .reversed()); // a stable sort keeps each curve's own order
        for (Stretch stretch : stretches) {
            long units = affordable(left, stretch.claimant.price(), stretch.units);
            shares.merge(stretch.claimant.cache(), units, Long::sum);
            left -= units * stretch.claimant.price();
        }
        for (Claimant claimant : claimants) {
            long missing = Math.max(0, Math.min(claimant.now(), claimant.most()) - share(shares, claimant));
            long units = affordable(left, claimant.price(), missing);
            shares.merge(claimant.cache(), units, Long::sum);
            left -= units * claimant.price();
        }
        return shares;
    }

    private static long share(Map<String, Long> shares, Claimant claimant) {
        return shares.getOrDefault(claimant.cache(), 0L);
    }

    private static long affordable(double left, double price, long wanted) {
        return left <= 0 ? 0 : Math.min(wanted, (long) Math.floor(left / price));
    }

    /** Those between the least and the most that are worth something. */
    private static List<Stretch> stretches(Claimant claimant) {
        List<Stretch> stretches = new ArrayList<>();
        long from = claimant.least();
        for (HitCurve.Point point : claimant.curve().points()) {
            long to = Math.min(point.maximum(), claimant.most());
            if (to > from) {
                double gain = (claimant.at(to) - claimant.at(from)) / (to - from);
                if (gain > 0) {
                    stretches.add(new Stretch(claimant, to - from, gain));
                }
                from = to;
            }
        }
        return stretches;
    }
}
