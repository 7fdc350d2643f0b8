package dev.terrace.cache.tuning;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change that the evidence speaks for. Immutable and thread-safe.
 *
 * @param change what should be set otherwise
 * @param gain what it is expected to bring
 * @param confidence how sure that is, 0 to 1
 * @param evidence what speaks for it and how the confidence came about, a sentence each
 * @param withheld why it is not to be applied, such as that it contradicts another one; null if it may be
 * @since 0.1.0
 */
public record Recommendation(
        Change change,
        Gain gain,
        double confidence,
        List<String> evidence,
        @Nullable String withheld) {

    /** Copies the evidence. */
    public Recommendation {
        evidence = List.copyOf(evidence);
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence must be 0 to 1: " + confidence);
        }
    }

    /**
     * Whether it may be applied while the service runs.
     *
     * @return false if something is against it, or it speaks of what only a builder can set
     */
    public boolean isApplicable() {
        return withheld == null && !(change instanceof Change.Strategy);
    }

    Recommendation withhold(String why) {
        return new Recommendation(change, gain, confidence, evidence, withheld == null ? why : withheld);
    }

    /**
     * All of it.
     *
     * @return some lines
     */
    public String text() {
        return change.text()
                + "\n  expected: " + gain.text()
                + String.format(Locale.ROOT, "; confidence %.2f", confidence)
                + (withheld == null ? "" : "\n  withheld: " + withheld)
                + "\n  " + String.join("\n  ", evidence);
    }
}
