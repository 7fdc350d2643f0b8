package dev.terrace.cache.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/** What a builder was told, checked. Immutable, but for Lettuce's URI, which nobody changes. */
record Settings(
        RedisURI uri,
        Duration commandTimeout,
        Duration connectTimeout,
        Duration firstReconnectDelay,
        Duration longestReconnectDelay,
        int requestQueueSize,
        String keyPrefix,
        int dependenciesRetained,
        int keysRetained) {

    /** Where the server is, without secrets. */
    String place() {
        return uri.getSocket() != null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort();
    }
}
