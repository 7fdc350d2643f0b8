package dev.terrace.examples.quickstart;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.WhenDisconnected;
import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import java.nio.file.Path;
import java.time.Duration;

/** The products of the shop, near: this is all that a service writes to use Terrace. */
final class Products implements AutoCloseable {

    /** How long a node serves what it has while it cannot reach Redis. Ten seconds unless configured, longer than Redis is away here. */
    static final Duration SILENCE = ofSeconds(1);

    private final Redis redis;
    private final Jdbc jdbc;
    private final Terrace terrace;
    private final Cache<Long, Product> cache;

    Products(String redisUri, Path file, Catalogue catalogue) {
        redis = Redis.at(redisUri);
        jdbc = Jdbc.embedded(file);
        terrace = Terrace.builder("shop")
                .log(redis.log())
                .whenDisconnected(WhenDisconnected.RELOAD, SILENCE)
                .build();
        cache = terrace.cache("products", Long.class, Product.class)
                .heap(heap -> heap.maximumSize(50_000).expireAfterWrite(ofMinutes(5)))
                .tier(redis.tier(), tier -> tier.expireAfterWrite(ofHours(1)))
                .tier(jdbc.tier(), tier -> tier.expireAfterWrite(ofDays(1)))
                .loader((id, load) -> catalogue.find(id))
                .build();
    }

    /** Reads a product: from the heap, from Redis, from the cache's own database, or from the catalogue. */
    Product get(long id) {
        return cache.get(id);
    }

    /** To be called once a change is committed: gone here at once, elsewhere when the log is read. */
    Receipt changed(long id) {
        return cache.invalidate(id);
    }

    Cache<Long, Product> cache() {
        return cache;
    }

    Terrace terrace() {
        return terrace;
    }

    @Override
    public void close() {
        terrace.close();
        jdbc.close();
        redis.close();
    }
}
