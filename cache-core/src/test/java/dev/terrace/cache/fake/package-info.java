/** Backends and clocks in memory, which obey their contracts and fail when a test says so. */
@NullMarked
package dev.terrace.cache.fake;

import org.jspecify.annotations.NullMarked;
