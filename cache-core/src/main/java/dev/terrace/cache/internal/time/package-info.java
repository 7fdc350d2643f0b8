/** The one package that owns clocks, timers and threads. Internal: no compatibility promise. */
@NullMarked
package dev.terrace.cache.internal.time;

import org.jspecify.annotations.NullMarked;
