package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.Locale;

/*
 * A confidence is the product of three shares, each of which can veto alone and none of which can make up for another:
 *
 * - amount: the signal against its noise, s / (s + 2 * deviation). A gain as large as its 95% band has 0.5.
 * - agreement: the rule of succession over the periods, (a + 1) / (n + 2), where a of n periods, each taken alone, say the same. One period is
 *   worth 0.67 at most, four are worth 0.83: nothing reaches 0.8 before the fourth.
 * - recency: halved by each half hour that has passed since the last period.
 */
/**
 * How sure a recommendation is, and why.
 *
 * @param amount 0 to 1
 * @param agreement 0 to 1
 * @param recency 0 to 1
 * @param words how the three came about
 */
record Confidence(double amount, double agreement, double recency, String words) {

    private static final double HALF_LIFE_MINUTES = 30;

    /**
     * A confidence.
     *
     * @param signal what is claimed, as a number that would be 0 if nothing were there; not negative
     * @param deviation its standard deviation, not negative
     * @param agreeing how many periods say the same
     * @param periods of how many
     * @param age of the evidence
     */
    static Confidence of(double signal, double deviation, long agreeing, long periods, Duration age) {
        double amount = signal > 0 ? signal / (signal + 2 * deviation) : 0;
        double agreement = (agreeing + 1.0) / (periods + 2.0);
        double minutes = age.toMillis() / 60_000.0;
        double recency = Math.pow(2, -minutes / HALF_LIFE_MINUTES);
        return new Confidence(
                amount,
                agreement,
                recency,
                String.format(
                        Locale.ROOT,
                        "confidence: %.2f by the amount of evidence, times %.2f because %d of %d periods agree, times %.2f for its age of %.0f min",
                        amount,
                        agreement,
                        agreeing,
                        periods,
                        recency,
                        minutes));
    }

    /** That of something which was counted, and might have been counted by chance. */
    static Confidence ofCount(long count, long agreeing, long periods, Duration age) {
        double signal = count;
        return of(signal, Math.sqrt(signal), agreeing, periods, age);
    }

    double value() {
        return amount * agreement * recency;
    }

    /** The deviation of a share that was counted. */
    static double deviationOfShare(double share, long count) {
        return count <= 0 ? 1 : Math.sqrt(Math.max(share * (1 - share), 0) / count);
    }
}
