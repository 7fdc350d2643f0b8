/**
 * Tuning: what a cache should be set to by what was seen of it, as a pure function of the evidence
 * ({@link dev.terrace.cache.tuning.Advice}), and what tries it out while the service runs ({@link dev.terrace.cache.tuning.Tuner}).
 */
@NullMarked
package dev.terrace.cache.tuning;

import org.jspecify.annotations.NullMarked;
