package dev.terrace.cache.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/** What a builder was told, checked. Immutable. */
record Settings(
        Address address,
        Duration commandTimeout,
        Duration connectTimeout,
        Duration firstReconnectDelay,
        Duration longestReconnectDelay,
        int requestQueueSize,
        String keyPrefix,
        int dependenciesRetained,
        int keysRetained) {

    /** How servers of data are connected to. */
    RedisURI uri() {
        return address.uri();
    }

    /** Where the server is, without secrets. */
    String place() {
        return address.place();
    }
}
