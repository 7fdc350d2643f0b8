/** Calls of far tiers and loaders as Micrometer's observations. Needs {@code io.micrometer:micrometer-observation}. */
@NullMarked
package dev.terrace.spring.observation;

import org.jspecify.annotations.NullMarked;
