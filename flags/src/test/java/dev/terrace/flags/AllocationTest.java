package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/* What the evaluating thread allocates, as the JVM counts it; a little is allowed for the measurement itself. */
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 300_000;
    private static final double NOISE = 0.01;

    private final Snapshot snapshot = Documents.compiled(
            """
            switches:
              emergency_shutdown: [{all: true}]
            segments:
              grown: {when: {attribute: age, atLeast: 18}}
            flags:
              emergency_shutdown:
                type: boolean
                default: off
                schedule: {zone: UTC, steps: [{at: "2100-01-01T00:00", variant: on}]}
              quarter:
                type: boolean
                default: off
                salt: quarter
                prerequisites: [{flag: base, variants: [on]}]
                rules:
                  - {when: {all: [{segment: grown}, {attribute: country, in: [DE, FR]}]}, variant: on}
                  - rollout: {percent: 25, variant: on}
              base: {type: boolean, default: on}
              colour:
                type: string
                variants: {red: "#f00", blue: "#00f"}
                default: red
                salt: colour
                rules: [{split: {red: 50, blue: 50}}]
              size: {type: integer, variants: {big: 1000000000000}, default: big}
            """, Setting.none().overrides(List.of(new OperatorOverride("base", "off", Instant.EPOCH))));
    private final Flags flags = Flags.of(snapshot);
    private final List<String> units =
            IntStream.range(0, 1_024).mapToObj(i -> "user-ä-" + i).toList();
    private int seen;

    @Test
    void isOn_forAUnit_allocatesNothing() {
        BooleanFlag flag = BooleanFlag.of("quarter", false);
        assertThat(bytes(i -> seen += flags.isOn(flag, units.get(i & 1_023)) ? 1 : 0))
                .isLessThan(NOISE);
        assertThat(seen).isPositive();
    }

    @Test
    void isOn_withAttributes_allocatesNothing() {
        BooleanFlag flag = BooleanFlag.of("quarter", false);
        EvaluationContext context = EvaluationContext.of("u").with("age", 30).with("country", "FR");
        assertThat(bytes(i -> seen += flags.isOn(flag, context) ? 1 : 0)).isLessThan(NOISE);
        assertThat(seen).isEqualTo(2 * CALLS);
    }

    @Test
    void value_ofOtherTypes_allocatesNothing() {
        StringFlag colour = StringFlag.of("colour", "grey");
        IntegerFlag size = IntegerFlag.of("size", 1);
        assertThat(bytes(i -> seen += flags.value(colour, units.get(i & 1_023)).length()
                        + flags.value(size, units.get(i & 1_023)).intValue()))
                .isLessThan(NOISE);
    }

    @Test
    void value_thatCannotBeEvaluated_allocatesNothing() {
        IntegerFlag missing = IntegerFlag.of("missing", 1_000_000_000_000L);
        BooleanFlag other = BooleanFlag.of("colour", false);
        assertThat(bytes(i -> seen += flags.value(missing, "u").intValue() + (flags.isOn(other, "u") ? 1 : 0)))
                .isLessThan(NOISE);
    }

    @Test
    void evaluate_forAContext_allocatesNothing() {
        BooleanFlag flag = BooleanFlag.of("quarter", false);
        EvaluationContext context = EvaluationContext.of("u");
        assertThat(bytes(i -> seen += flags.evaluate(flag, context).key().length()))
                .isLessThan(NOISE);
    }

    @Test
    void bytes_plantedAllocation_isSeen() {
        AtomicReference<Object> escaped = new AtomicReference<>();
        assertThat(bytes(i -> escaped.setPlain(Optional.of(units)))).isGreaterThanOrEqualTo(8);
    }

    private static double bytes(IntConsumer call) {
        run(call);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(call);
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }

    private static void run(IntConsumer call) {
        for (int i = 0; i < CALLS; i++) {
            call.accept(i);
        }
    }
}
