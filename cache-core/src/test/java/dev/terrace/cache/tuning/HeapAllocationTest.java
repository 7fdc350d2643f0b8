package dev.terrace.cache.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.tuning.HeapAllocation.Claimant;
import dev.terrace.cache.tuning.HitCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeapAllocationTest {

    @Test
    void allocation_ofAnyClaimants_isAsGoodAsTheBestOfAll() {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            List<Claimant> claimants = claimants(random, 1 + random.nextInt(3), 1);
            int budget = 3 + random.nextInt(40);
            Map<String, Long> shares = HeapAllocation.of(claimants, budget);
            double best = best(claimants, 0, budget);
            if (best > Double.NEGATIVE_INFINITY) {
                assertThat(worth(claimants, shares)).isCloseTo(best, within(1e-9));
            }
        }
    }

    @Test
    void allocation_ofAnyClaimants_keepsTheBudgetAndTheBounds() {
        Random random = new Random(12);
        for (int round = 0; round < 2_000; round++) {
            List<Claimant> claimants = claimants(random, 1 + random.nextInt(5), 0.1 + 3 * random.nextDouble());
            double budget = 100 * random.nextDouble();
            Map<String, Long> shares = HeapAllocation.of(claimants, budget);
            double least = claimants.stream()
                    .mapToDouble(one -> one.least() * one.price())
                    .sum();
            assertThat(cost(claimants, shares)).isLessThanOrEqualTo(Math.max(budget, least) + 1e-9);
            for (Claimant one : claimants) {
                assertThat(share(shares, one)).isBetween(one.least(), one.most());
            }
        }
    }

    @Test
    void allocation_ofALargerBudget_isWorthMore() {
        Random random = new Random(13);
        for (int round = 0; round < 500; round++) {
            List<Claimant> claimants = claimants(random, 1 + random.nextInt(4), 1);
            double before = 0;
            for (int budget = 0; budget < 60; budget += 5) {
                double worth = worth(claimants, HeapAllocation.of(claimants, budget));
                assertThat(worth).isGreaterThanOrEqualTo(before - 1e-9);
                before = worth;
            }
        }
    }

    @Test
    void roomThatIsWorthNothing_staysWithWhomItIs() {
        HitCurve flat = new HitCurve(1, List.of(new Point(5, 0.5)));
        Claimant rich = new Claimant("rich", 1, flat, 1, 20, 10, 30);
        Claimant poor = new Claimant("poor", 1, flat, 1, 20, 10, 30);
        assertThat(HeapAllocation.of(List.of(rich, poor), 40))
                .containsEntry("rich", 20L)
                .containsEntry("poor", 20L);
        assertThat(HeapAllocation.of(List.of(rich, poor), 1_000))
                .as("nobody grows for nothing")
                .containsEntry("rich", 20L)
                .containsEntry("poor", 20L);
    }

    @Test
    void aDearUnit_hasToBeWorthMore() {
        HitCurve curve = new HitCurve(1, List.of(new Point(100, 0.5)));
        Claimant cheap = new Claimant("cheap", 1, curve, 1, 10, 10, 20);
        Claimant dear = new Claimant("dear", 1.5, curve, 2, 10, 10, 20);
        assertThat(HeapAllocation.of(List.of(dear, cheap), 40))
                .containsEntry("cheap", 20L)
                .containsEntry("dear", 10L);
        Claimant dearer = new Claimant("dear", 2.5, curve, 2, 10, 10, 20);
        assertThat(HeapAllocation.of(List.of(cheap, dearer), 40))
                .containsEntry("cheap", 10L)
                .containsEntry("dear", 15L);
    }

    private static List<Claimant> claimants(Random random, int count, double price) {
        List<Claimant> claimants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Point> points = new ArrayList<>();
            long at = 0;
            for (int point = 0; point < 1 + random.nextInt(5); point++) {
                at += 1 + random.nextInt(8);
                points.add(new Point(at, random.nextDouble()));
            }
            long now = 1L + random.nextInt(20);
            long least = 1L + random.nextInt((int) now);
            claimants.add(new Claimant(
                    "c" + i,
                    10 * random.nextDouble(),
                    new HitCurve(1, points).hull(),
                    price,
                    now,
                    least,
                    now + random.nextInt(20)));
        }
        return claimants;
    }

    /** The most that any allocation in whole units is worth. */
    private static double best(List<Claimant> claimants, int from, int budget) {
        if (from == claimants.size()) {
            return 0;
        }
        Claimant one = claimants.get(from);
        double best = Double.NEGATIVE_INFINITY;
        for (long share = one.least(); share <= Math.min(one.most(), budget); share++) {
            best = Math.max(best, one.at(share) + best(claimants, from + 1, budget - (int) share));
        }
        return best;
    }

    private static double worth(List<Claimant> claimants, Map<String, Long> shares) {
        return claimants.stream().mapToDouble(one -> one.at(share(shares, one))).sum();
    }

    private static double cost(List<Claimant> claimants, Map<String, Long> shares) {
        return claimants.stream()
                .mapToDouble(one -> one.price() * share(shares, one))
                .sum();
    }

    private static long share(Map<String, Long> shares, Claimant one) {
        return Objects.requireNonNull(shares.get(one.cache()));
    }
}
