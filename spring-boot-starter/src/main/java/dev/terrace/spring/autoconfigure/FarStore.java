package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Tier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store outside the process, as the namespace needs it; of a type that is there whether or not its driver is.
 *
 * @param tier always the same, for all caches
 * @param log makes the log
 * @param probe what can be opened to find out whether the store will ever work
 * @param trouble why there is no connection at present, with the setting and the cure; null where there is one, or nobody knows
 */
record FarStore(
        TerraceProperties.Partner partner,
        Tier tier,
        Supplier<InvalidationLog> log,
        Supplier<Lease> probe,
        Supplier<@Nullable String> trouble) {}
