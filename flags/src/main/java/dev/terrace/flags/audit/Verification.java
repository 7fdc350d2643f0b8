package dev.terrace.flags.audit;

import java.util.List;

/**
 * What a check of a whole trail has found.
 *
 * <p>Immutable and thread-safe.
 *
 * @param records how many records were read
 * @param end where the trail ends; as an anchor worth keeping only if nothing was found
 * @param findings what is wrong, the first hundred; empty if the trail, its head and what is stored agree, and all anchors hold
 * @since 0.1.0
 */
public record Verification(long records, Anchor end, List<Finding> findings) {

    /** Copies the findings. */
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * Whether nothing was found.
     *
     * @return false if anything is not as it was written
     */
    public boolean isWhole() {
        return findings.isEmpty();
    }
}
