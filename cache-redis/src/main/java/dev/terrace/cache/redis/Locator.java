package dev.terrace.cache.redis;

import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletionStage;

/** Finds the server to connect to, anew for each attempt. Thread-safe. */
interface Locator {

    CompletionStage<RedisURI> locate();
}
