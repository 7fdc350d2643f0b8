package dev.terrace.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {

    private static final int SEEDS = 1_000;

    @Test
    void live_ofTheSameSeed_isTheSameHistory() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulator.live(seed)).isEqualTo(Simulator.live(seed));
        }
    }

    @Test
    @Tag("proves:CACHE-1")
    @Tag("proves:CACHE-2")
    @Tag("proves:CACHE-4")
    void live_ofManySeeds_keepsThePromises() {
        List<Outcome> outcomes = Simulator.live(1, SEEDS);

        assertThat(outcomes.stream().map(Outcome::violation).filter(Objects::nonNull))
                .isEmpty();
        assertThat(outcomes.stream().mapToInt(Outcome::reads).sum()).isGreaterThan(100 * SEEDS);
    }

    @Test
    @Tag("proves:CACHE-1")
    @Tag("proves:CACHE-2")
    @Tag("proves:CACHE-4")
    void live_ofManySeedsWhereLoadsAreClaimed_keepsThePromises() {
        List<Outcome> outcomes = Simulator.live(-SEEDS, SEEDS);

        assertThat(outcomes.stream().map(Outcome::violation).filter(Objects::nonNull))
                .isEmpty();
        assertThat(outcomes.stream().mapToInt(Outcome::reads).sum()).isGreaterThan(100 * SEEDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--seed",
                "--seed x",
                "--seeds 1",
                "--seeds 1 0",
                "--seeds 1 10000001",
                "--what 1",
                "--until-broken 1"
            })
    void run_ofMalformedArguments_saysHow(String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Simulate.run(
                line.isEmpty() ? List.of() : List.of(line.split(" ")),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: ./simulate");
    }

    @Test
    void run_ofOneSeed_saysWhatCameOfIt() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = Simulate.run(List.of("--seed", "1"), new PrintStream(out, true, StandardCharsets.UTF_8), System.err);

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("seeds 1 to 1: ");
    }
}
