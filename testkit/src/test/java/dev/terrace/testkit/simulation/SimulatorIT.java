package dev.terrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The histories that every build lives: other ones than the quick test's, and many more. */
class SimulatorIT {

    private static final long FIRST = 1_000_000;
    private static final int SEEDS = 20_000;
    private static final int SLICE = 1_000;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @Tag("proves:CACHE-1")
    @Tag("proves:CACHE-2")
    @Tag("proves:CACHE-3")
    @Tag("proves:CACHE-4")
    void live_ofThousandsOfSeeds_keepsThePromises() {
        long began = System.nanoTime();
        List<String> violations = new ArrayList<>();
        int unwitnessed = 0;
        for (long from = FIRST; from < FIRST + SEEDS; from += SLICE) {
            for (Outcome outcome : Simulator.live(from, SLICE)) {
                unwitnessed += outcome.unwitnessed() > 0 ? 1 : 0;
                if (outcome.violation() != null) {
                    violations.add(outcome.violation());
                }
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf(
                "%,d histories in %d s, %d with a promise broken, %d in which nobody was left who knew of an invalidation%n",
                SEEDS, took.toSeconds(), violations.size(), unwitnessed);

        assertThat(violations).isEmpty();
        assertThat(unwitnessed).isLessThan(SEEDS / 100);
    }
}
