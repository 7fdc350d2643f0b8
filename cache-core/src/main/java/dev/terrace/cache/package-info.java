/**
 * A cache of several tiers for Java services: {@link dev.terrace.cache.Terrace} makes {@link dev.terrace.cache.Cache caches},
 * {@link dev.terrace.cache.CacheBuilder} says of what.
 *
 * <p>The engine lives beside its API and is not public. Backends implement {@link dev.terrace.cache.spi}.
 */
@NullMarked
package dev.terrace.cache;

import org.jspecify.annotations.NullMarked;
