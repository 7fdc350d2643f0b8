package dev.terrace.flags.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.StringFlag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ObservedFlagsTest {

    private static final Flags FLAGS =
            Flags.of(Definitions.parse("""
            version: 4
            flags:
              rollout: {type: boolean, default: off, salt: r, rules: [{rollout: {percent: 100, variant: on}}]}
              text: {type: string, variants: {a: hello}, default: a}
            """, Format.YAML).compile(Setting.none()));

    private final List<EvaluationEvent> told = new ArrayList<>();
    private final ObservedFlags flags = ObservedFlags.of(FLAGS, told::add);

    @Test
    void evaluate_eachWay_isToldByTheConventionsWords() {
        BooleanFlag rollout = BooleanFlag.of("rollout", false);
        assertThat(flags.isOn(rollout, "u")).isTrue();
        assertThat(flags.isOn(rollout, (EvaluationContext) null)).isFalse();
        assertThat(flags.value(StringFlag.of("text", ""), EvaluationContext.of("u")))
                .isEqualTo("hello");
        assertThat(flags.evaluate("missing", "d", EvaluationContext.empty()).value())
                .isEqualTo("d");
        assertThat(told)
                .containsExactly(
                        event("rollout", "on", true, "split", null, "4", "u"),
                        event("rollout", "off", false, "targeting_key_missing", "targeting_key_missing", "4", null),
                        event("text", "a", "hello", "static", null, "4", "u"),
                        event("missing", null, "d", "error", "flag_not_found", null, null));
    }

    @Test
    @Tag("proves:FLAG-1")
    void evaluate_withAListenerThatThrows_answersAllTheSame() {
        ObservedFlags watched = ObservedFlags.of(FLAGS, event -> {
            throw new IllegalStateException("broken");
        });
        assertThat(watched.isOn(BooleanFlag.of("rollout", false), "u")).isTrue();
        assertThat(watched.evaluate("text", "d", null).value()).isEqualTo("hello");
        assertThat(watched.failures()).isEqualTo(2);
    }

    @Test
    void andThen_theFirstThrows_theOtherIsToldToo() {
        EvaluationListener broken = event -> {
            throw new IllegalStateException("broken");
        };
        EvaluationEvent event = event("k", null, null, "error", "general", null, null);
        assertThatThrownBy(() -> broken.andThen(told::add).evaluated(event)).hasMessage("broken");
        assertThat(told).containsExactly(event);
    }

    private static EvaluationEvent event(
            String key,
            @Nullable String variant,
            @Nullable Object value,
            String reason,
            @Nullable String error,
            @Nullable String version,
            @Nullable String unit) {
        return new EvaluationEvent(key, variant, value, reason, error, null, "terrace", version, null, unit);
    }
}
