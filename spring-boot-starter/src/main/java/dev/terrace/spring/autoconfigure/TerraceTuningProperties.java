package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.tuning.Goal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the tuner of Spring's caches is told.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether Spring's caches are watched by a tuner, which takes about four megabytes for each.
 * @param apply Whether the tuner makes changes by itself, and takes back what has not helped.
 * @param every Time between two looks.
 * @param budget Entries of all heaps together. By default what they may hold at the start.
 * @param goal What shall become less.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.cache.tuning")
public record TerraceTuningProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("false") boolean apply,
        @DefaultValue("5m") Duration every,
        @Nullable Long budget,
        @DefaultValue("loader-time") Goal goal) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceTuningProperties {
        Bounds.duration("every", every, Duration.ofSeconds(1), Duration.ofDays(1));
        Bounds.number("budget", budget, 1, Long.MAX_VALUE);
    }
}
