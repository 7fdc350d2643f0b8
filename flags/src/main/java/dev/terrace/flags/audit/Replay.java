package dev.terrace.flags.audit;

import java.time.Instant;
import java.util.Map;

/**
 * What was stored at some time, as the trail tells it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sequence the last change that counts, 0 before the first
 * @param time when that was made; {@link Instant#EPOCH} before the first
 * @param contents JSON by key, as in {@link AuditEdit}
 * @since 0.1.0
 */
public record Replay(long sequence, Instant time, Map<String, String> contents) {

    /** Copies the contents. */
    public Replay {
        contents = Map.copyOf(contents);
    }
}
