/** Meters of caches and flags. Needs {@code io.micrometer:micrometer-core}. */
@NullMarked
package dev.terrace.spring.metrics;

import org.jspecify.annotations.NullMarked;
