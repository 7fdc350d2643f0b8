/** Meters for caches, where Micrometer is on the class path. */
@NullMarked
package dev.terrace.cache.micrometer;

import org.jspecify.annotations.NullMarked;
