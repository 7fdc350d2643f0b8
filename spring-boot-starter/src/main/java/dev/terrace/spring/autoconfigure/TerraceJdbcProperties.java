package dev.terrace.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a database is used.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether the application's DataSource is used as a tier.
 * @param schema Schema of Terrace's tables. By default the one that connections come with.
 * @param tablePrefix Beginning of the tables' names.
 * @param createSchema Whether tables that are missing are created. Otherwise they must be there.
 * @param statementTimeout Time that a statement may take.
 * @param pollInterval Pause between reads of the invalidation log.
 * @param listen Whether PostgreSQL tells of invalidations at once, on one connection beside the pool.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.cache.jdbc")
public record TerraceJdbcProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String schema,
        @Nullable String tablePrefix,
        @DefaultValue("true") boolean createSchema,
        @DefaultValue("1s") Duration statementTimeout,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("true") boolean listen) {

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public TerraceJdbcProperties {
        Bounds.duration("statement-timeout", statementTimeout, Bounds.SHORTEST, Duration.ofHours(1));
        Bounds.duration("poll-interval", pollInterval, Bounds.SHORTEST, Duration.ofHours(1));
        identifier("schema", schema, 63);
        identifier("table-prefix", tablePrefix, 30);
    }

    private static void identifier(String property, @Nullable String name, int most) {
        if (name != null && !name.matches("[A-Za-z_][A-Za-z0-9_]{0," + (most - 1) + "}")) {
            throw new IllegalArgumentException(property + " must be 1 to " + most
                    + " letters, digits and underscores, no digit first: '" + name + "'");
        }
    }
}
