/**
 * Terrace on Redis: a {@linkplain dev.terrace.cache.redis.Redis#tier() far tier} and the {@linkplain
 * dev.terrace.cache.redis.Redis#log() invalidation log}, {@linkplain dev.terrace.cache.redis.Redis#lease() leases} and a {@linkplain
 * dev.terrace.cache.redis.Redis#ledger() ledger}, through Lettuce. {@link dev.terrace.cache.redis.Redis} is the way in.
 */
@NullMarked
package dev.terrace.cache.redis;

import org.jspecify.annotations.NullMarked;
