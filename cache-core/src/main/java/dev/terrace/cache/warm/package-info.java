/** Fills caches before they are asked: from lists, queries and profiles, at a bounded rate, on schedules and by prediction. */
@NullMarked
package dev.terrace.cache.warm;

import org.jspecify.annotations.NullMarked;
