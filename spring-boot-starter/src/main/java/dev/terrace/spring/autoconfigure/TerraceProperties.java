package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.WhenDisconnected;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the whole of Terrace is told.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether Terrace is configured at all.
 * @param namespace Name under which the instances of an application share entries and invalidations. By default it is made of
 *     spring.application.name.
 * @param log Store that keeps the invalidation log. By default Redis where it is configured, else the database.
 * @param awaitLog Time for which the start waits for the invalidation log. Without it the application starts, and far tiers are used once it
 *     answers.
 * @param whenDisconnected What becomes of entries on the heap while the invalidation log cannot be reached.
 * @param disconnectedAfter Time without the invalidation log after which an instance counts as disconnected.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace")
public record TerraceProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String namespace,
        @Nullable Partner log,
        @DefaultValue("2s") Duration awaitLog,
        @DefaultValue("reload") WhenDisconnected whenDisconnected,
        @DefaultValue("10s") Duration disconnectedAfter) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceProperties {
        Bounds.name("namespace", namespace);
        Bounds.duration("await-log", awaitLog, Duration.ZERO, Bounds.LONGEST);
        Bounds.duration("disconnected-after", disconnectedAfter, Duration.ofSeconds(1), Duration.ofDays(1));
    }

    /** A store outside the process. */
    public enum Partner {
        /** The Redis that is configured. */
        REDIS,
        /** The database that is configured. */
        JDBC
    }
}
