package dev.terrace.benchmarks;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import java.util.function.Supplier;

/**
 * One node's own connections to a server, with every setting at its default.
 *
 * @param log makes the node's invalidation log
 * @param tier makes a far tier
 * @param end closes the connections
 */
record Store(Supplier<InvalidationLog> log, Supplier<Tier> tier, Runnable end) implements AutoCloseable {

    /** On the Redis at an address. */
    static Store redis(String uri) {
        Redis redis = Redis.at(uri);
        return new Store(redis::log, redis::tier, redis::close);
    }

    /** On the database at an address that names the user. */
    static Store jdbc(String url) {
        Jdbc jdbc = Jdbc.at(url, "", "");
        return new Store(jdbc::log, jdbc::tier, jdbc::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
