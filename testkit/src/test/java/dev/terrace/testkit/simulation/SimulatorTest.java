package dev.terrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {

    @Test
    void live_ofTheSameSeed_isTheSameHistory() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulator.live(seed)).isEqualTo(Simulator.live(seed));
        }
    }

    @Test
    void live_ofManySeeds_keepsThePromises() {
        List<Outcome> outcomes = Simulator.live(1_000, Integer.getInteger("terrace.simulation.seeds", 500));

        assertThat(outcomes.stream().map(Outcome::violation).filter(found -> found != null))
                .isEmpty();
    }
}
