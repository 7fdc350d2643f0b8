package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The sample file of the documentation does what it says. */
class SampleTest {

    private static final Set<String> ALWAYS_ON = Set.of(
            "orchestration_enabled",
            "security_hardening_enabled",
            "llm_integration_enabled",
            "error_handling_enabled",
            "otel_enabled",
            "performance_optimizations_enabled",
            "reward_learning_enabled",
            "phase_1_complete",
            "phase_2_complete",
            "phase_3_complete");
    private static final Instant BEFORE = Instant.parse("2027-01-01T00:00:00Z");
    private static final List<String> UNITS =
            IntStream.range(0, 20_000).mapToObj(i -> "user-" + i).toList();

    private final Definitions sample = sample();

    @Test
    void sample_fifteenFlags_areThere() {
        Set<String> rest = new TreeSet<>(sample.compile(Setting.none()).keys());
        assertThat(rest).hasSize(15).containsAll(ALWAYS_ON);
        rest.removeAll(ALWAYS_ON);
        assertThat(rest)
                .containsExactly(
                        "aatc_system_enabled",
                        "emergency_shutdown",
                        "maintenance_mode",
                        "phase_4_deployment",
                        "read_only_mode");
    }

    @Test
    void sample_onAnOrdinaryDay_behavesAsListed() {
        assertThat(on(Map.of(), BEFORE)).isEqualTo(new TreeSet<>(ALWAYS_ON));
        Flags flags = flags(Map.of(), BEFORE);
        assertThat(UNITS.stream().filter(unit -> flags.isOn(flag("aatc_system_enabled"), unit)))
                .isEmpty();
    }

    @Test
    void phase4_overSevenDays_goesFromNobodyToEverybody() {
        int[] shares = {0, 1, 5, 10, 25, 50, 75, 100};
        Instant start = Instant.parse("2027-03-01T08:00:00Z");
        Set<String> before = Set.of();
        for (int day = 0; day < shares.length; day++) {
            Flags flags = flags(Map.of(), start.plusSeconds(86_400L * day));
            Set<String> in = UNITS.stream()
                    .filter(unit -> flags.isOn(flag("phase_4_deployment"), unit))
                    .collect(Collectors.toSet());
            assertThat(100.0 * in.size() / UNITS.size()).isCloseTo(shares[day], within(1.0));
            assertThat(in.containsAll(before)).as("nobody leaves").isTrue();
            before = in;
        }
        assertThat(before).hasSize(UNITS.size());
    }

    @Test
    void switches_each_turnOffWhatTheyAreFor() {
        assertThat(on(Map.of("TERRACE_FLAG_EMERGENCY_SHUTDOWN", "true"), BEFORE))
                .containsExactly(
                        "emergency_shutdown",
                        "error_handling_enabled",
                        "orchestration_enabled",
                        "security_hardening_enabled");
        assertThat(on(Map.of("TERRACE_FLAG_MAINTENANCE_MODE", "on"), BEFORE))
                .contains("maintenance_mode", "otel_enabled")
                .doesNotContain("reward_learning_enabled");
        assertThat(on(Map.of("TERRACE_FLAG_READ_ONLY_MODE", "TRUE"), BEFORE))
                .contains("read_only_mode", "otel_enabled")
                .doesNotContain("reward_learning_enabled");
    }

    private Set<String> on(Map<String, String> variables, Instant now) {
        Flags flags = flags(variables, now);
        Set<String> on = new TreeSet<>(flags.snapshot().keys());
        on.removeIf(key -> !flags.isOn(flag(key), "user-1"));
        return on;
    }

    private Flags flags(Map<String, String> variables, Instant now) {
        return Flags.of(sample.compile(Setting.of("production").variables(variables)), InstantSource.fixed(now));
    }

    private static BooleanFlag flag(String key) {
        return BooleanFlag.of(key, false);
    }

    private static Definitions sample() {
        try (InputStream stream = Files.newInputStream(Path.of("../docs/samples/flags.yaml"))) {
            return Definitions.parse(stream, Format.of("flags.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
