package dev.terrace.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Redis is used.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether Redis is used. By default it is where a connection is configured, be it by spring.data.redis, by Docker Compose, by
 *     Testcontainers or by terrace.cache.redis.url.
 * @param url Address of a Redis of Terrace's own, such as redis://localhost:6379, instead of the application's.
 * @param sslBundle Name of the SSL bundle for a rediss address in terrace.cache.redis.url.
 * @param keyPrefix Word with which all keys and channels begin.
 * @param commandTimeout Time for which an answer is waited for.
 * @param connectTimeout Time that an attempt to connect may take.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.cache.redis")
public record TerraceRedisProperties(
        @Nullable Boolean enabled,
        @Nullable String url,
        @Nullable String sslBundle,
        @DefaultValue("terrace") String keyPrefix,
        @DefaultValue("250ms") Duration commandTimeout,
        @DefaultValue("2s") Duration connectTimeout) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceRedisProperties {
        Bounds.duration("command-timeout", commandTimeout, Bounds.SHORTEST, Duration.ofMinutes(1));
        Bounds.duration("connect-timeout", connectTimeout, Bounds.SHORTEST, Duration.ofMinutes(1));
        if (!keyPrefix.matches("[A-Za-z0-9._-]{1,32}")) {
            throw new IllegalArgumentException(
                    "key-prefix must be 1 to 32 letters, digits, dots, hyphens or underscores: '" + keyPrefix + "'");
        }
    }

    /** Everything but the address, which may hold a password. */
    @Override
    public String toString() {
        return "TerraceRedisProperties[enabled=" + enabled + ", keyPrefix=" + keyPrefix + "]";
    }
}
