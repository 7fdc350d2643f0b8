package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.flags.internal.hash.Bucketing;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/* Shares, and that no flag's units say anything of another flag's. Nothing is drawn: the figures are the same in each run. */
@Tag("proves:FLAG-3")
class StatisticsTest {

    private static final int FLAGS = 40;
    private static final int UNITS = 200_000;
    private static final int TENTH = Bucketing.BUCKETS / 10;

    /** What ids look like. */
    enum Shape {
        NUMBERS,
        NAMES,
        UUIDS,
        MAILS;

        String id(int i) {
            return switch (this) {
                case NUMBERS -> Integer.toString(i);
                case NAMES -> "user-" + i;
                case UUIDS -> new UUID(i * 0x9E3779B97F4A7C15L, ~i * 0xD1342543DE82EF95L).toString();
                case MAILS -> String.format(Locale.ROOT, "customer.%07d@mail.example", i);
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void gates_ofFortyFlags_areIndependent(Shape shape) {
        String[] ids = ids(shape);
        long[][] in = new long[FLAGS][];
        for (int flag = 0; flag < FLAGS; flag++) {
            in[flag] = tenth(Bucketing.of("flag_" + flag, Bucketing.GATE), ids);
        }
        double worst = 0;
        for (int a = 0; a < FLAGS; a++) {
            for (int b = a + 1; b < FLAGS; b++) {
                worst = Math.max(worst, checkedJoint(in[a], in[b]));
            }
        }
        System.out.printf(Locale.ROOT, "%s: worst pair |z| %.2f%n", shape, worst);
        assertThat(worst).isLessThanOrEqualTo(4.5);
    }

    @Test
    void gateAndVariant_ofAFlag_areIndependent() {
        String[] ids = ids(Shape.NAMES);
        for (int flag = 0; flag < FLAGS; flag++) {
            long[] gate = tenth(Bucketing.of("flag_" + flag, Bucketing.GATE), ids);
            long[] variant = tenth(Bucketing.of("flag_" + flag, Bucketing.VARIANT), ids);
            assertThat(checkedJoint(gate, variant)).as("flag_" + flag).isLessThanOrEqualTo(4.5);
        }
    }

    @Test
    void shares_ofTenMillionUnits_areExact() {
        Flags flags = Documents.flags("""
                flags:
                  quarter: {type: boolean, default: off, salt: quarter, rules: [{rollout: {percent: 25, variant: on}}]}
                  thirds:
                    type: integer
                    variants: {a: 0, b: 1, c: 2}
                    default: a
                    salt: thirds
                    rules: [{split: {a: 33.333, b: 33.333, c: 33.334}}]
                """);
        BooleanFlag quarter = BooleanFlag.of("quarter", false);
        IntegerFlag thirds = IntegerFlag.of("thirds", -1);
        int units = 10_000_000;
        int in = 0;
        int[] variants = new int[3];
        for (int i = 0; i < units; i++) {
            String unit = Integer.toString(i);
            in += flags.isOn(quarter, unit) ? 1 : 0;
            variants[flags.value(thirds, unit).intValue()]++;
        }
        assertThat(100.0 * in / units).isCloseTo(25, within(0.1));
        assertThat(100.0 * variants[0] / units).isCloseTo(33.333, within(0.1));
        assertThat(100.0 * variants[1] / units).isCloseTo(33.333, within(0.1));
        assertThat(100.0 * variants[2] / units).isCloseTo(33.334, within(0.1));
    }

    /** The deviation of the share that is in both, in standard deviations. */
    private static double checkedJoint(long[] a, long[] b) {
        int both = 0;
        for (int i = 0; i < a.length; i++) {
            both += Long.bitCount(a[i] & b[i]);
        }
        assertThat(100.0 * both / UNITS).as("joint of 10%% and 10%%").isCloseTo(1.0, within(0.10));
        return Math.abs(both - UNITS * 0.01) / Math.sqrt(UNITS * 0.01 * 0.99);
    }

    private static long[] tenth(Bucketing bucketing, String[] ids) {
        long[] in = new long[(UNITS + 63) / 64];
        for (int i = 0; i < UNITS; i++) {
            if (bucketing.bucket(ids[i]) < TENTH) {
                in[i >> 6] |= 1L << (i & 63);
            }
        }
        return in;
    }

    private static String[] ids(Shape shape) {
        String[] ids = new String[UNITS];
        for (int i = 0; i < UNITS; i++) {
            ids[i] = shape.id(i);
        }
        return ids;
    }
}
