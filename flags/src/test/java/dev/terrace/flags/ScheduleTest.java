package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final StringFlag FLAG = StringFlag.of("banner", "missing");

    @ParameterizedTest
    @CsvSource({
        // A day of 23 hours: 02:30 does not exist in Berlin, and becomes 03:30 of summer.
        "Europe/Berlin, 2026-03-29T02:30, 2026-03-29T01:30:00Z",
        // A day of 25 hours: 02:30 comes twice, and the first is meant.
        "Europe/Berlin, 2026-10-25T02:30, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 2026-10-25T03:00, 2026-10-25T02:00:00Z",
        "America/New_York, 2026-03-08T02:00, 2026-03-08T07:00:00Z",
        // A shift of half an hour, and one of a whole day.
        "Australia/Lord_Howe, 2026-10-04T02:15, 2026-10-03T15:45:00Z",
        "Pacific/Apia, 2011-12-30T12:00, 2011-12-30T22:00:00Z",
        "UTC, 2026-06-01T00:00, 2026-06-01T00:00:00Z",
    })
    void step_ofALocalTime_beginsAtItsMoment(String zone, String local, Instant moment) {
        Snapshot snapshot = Documents.compiled("""
                flags:
                  banner:
                    type: string
                    variants: {plain: plain, sale: sale}
                    default: plain
                    schedule: {zone: %s, steps: [{at: "%s", variant: sale}]}
                """.formatted(zone, local));
        assertThat(at(snapshot, moment.minusMillis(1)).variant()).isEqualTo("plain");
        assertThat(at(snapshot, moment).variant()).isEqualTo("sale");
        assertThat(at(snapshot, moment).reason()).isEqualTo(Reason.SCHEDULE);
        assertThat(at(snapshot, moment).rule()).isEqualTo("schedule[0]");
    }

    @Test
    void steps_oneAfterTheOther_eachHoldUntilTheNext() {
        Snapshot snapshot = Documents.compiled("""
                flags:
                  banner:
                    type: string
                    variants: {plain: plain, sale: sale, rule: rule}
                    default: plain
                    salt: banner
                    schedule:
                      zone: Europe/Berlin
                      steps:
                        - {at: "2026-11-27T00:00", rollout: {percent: 0.001, variant: sale}}
                        - {at: "2026-11-28T00:00", rollout: {percent: 100, variant: sale}}
                        - {at: "2026-11-29T00:00", variant: sale}
                        - {at: "2026-11-30T00:00", rules: true}
                    rules: [{variant: rule}]
                """);
        assertThat(at(snapshot, "2026-11-26T22:59:59Z").reason()).isEqualTo(Reason.TARGETING_MATCH);
        assertThat(at(snapshot, "2026-11-26T23:00:00Z").variant()).isEqualTo("plain");
        assertThat(at(snapshot, "2026-11-26T23:00:00Z").reason()).isEqualTo(Reason.SPLIT);
        assertThat(at(snapshot, "2026-11-27T23:00:00Z").variant()).isEqualTo("sale");
        assertThat(at(snapshot, "2026-11-28T23:00:00Z").reason()).isEqualTo(Reason.SCHEDULE);
        assertThat(at(snapshot, "2026-11-29T23:00:00Z").variant()).isEqualTo("rule");
    }

    @Test
    void steps_thatAreOneMomentForTheZone_areRefused() {
        assertThat(Documents.problems("""
                flags:
                  banner:
                    type: boolean
                    default: off
                    schedule:
                      zone: Europe/Berlin
                      steps: [{at: "2026-03-29T02:30", variant: on}, {at: "2026-03-29T03:30", variant: off}]
                """))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("does not come after"));
    }

    private static Evaluation<String> at(Snapshot snapshot, String moment) {
        return at(snapshot, Instant.parse(moment));
    }

    private static Evaluation<String> at(Snapshot snapshot, Instant moment) {
        return Flags.of(snapshot, InstantSource.fixed(moment)).evaluate(FLAG, EvaluationContext.of("u"));
    }
}
