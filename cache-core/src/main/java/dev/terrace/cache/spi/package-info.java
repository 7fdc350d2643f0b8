/**
 * What a backend implements and what the core lends it: {@link dev.terrace.cache.spi.Tier tiers}, {@link
 * dev.terrace.cache.spi.InvalidationLog logs}, {@link dev.terrace.cache.spi.Ledger ledgers}, {@link
 * dev.terrace.cache.spi.Lease leases}, {@link dev.terrace.cache.spi.Codec codecs}, and {@link dev.terrace.cache.spi.Host time and
 * threads}.
 *
 * <p>Users of a cache meet these types only where they hand a tier, a log or a codec to a builder.
 */
@NullMarked
package dev.terrace.cache.spi;

import org.jspecify.annotations.NullMarked;
