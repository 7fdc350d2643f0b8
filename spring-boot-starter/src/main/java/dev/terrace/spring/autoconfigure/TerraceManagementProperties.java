package dev.terrace.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What endpoints are told.
 *
 * <p>Immutable and thread-safe.
 *
 * @param roles Comma-separated list of roles, of which a user needs one to change something by an endpoint. By default the rules of the endpoints and of
 *     the application are enough.
 * @param timeout Time that an operation of an endpoint waits for what it has begun.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.management")
public record TerraceManagementProperties(
        @DefaultValue List<String> roles,
        @DefaultValue("10s") Duration timeout) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceManagementProperties {
        Bounds.duration("timeout", timeout, Bounds.SHORTEST, Duration.ofMinutes(5));
        roles = List.copyOf(roles);
    }
}
