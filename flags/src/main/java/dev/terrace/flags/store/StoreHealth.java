package dev.terrace.flags.store;

import dev.terrace.cache.spi.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a node that follows a store.
 *
 * <p>Immutable and thread-safe.
 *
 * @param version the version that was read last; {@link Position#NONE} before the first
 * @param lookedAt when the store last answered, by the wall clock of this node; null if it never did
 * @param looks how often it was looked at
 * @param failures how often it did not answer
 * @param lastFailure why it did not the last time; null if it has answered since
 * @param untold how many changes of this node were not announced to others, who find them by polling
 * @since 0.1.0
 */
public record StoreHealth(
        Position version,
        @Nullable Instant lookedAt,
        long looks,
        long failures,
        @Nullable String lastFailure,
        long untold) {}
