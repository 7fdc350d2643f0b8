/** What a node knows of its invalidation log, and how it follows and feeds it. Internal: no compatibility promise. */
@NullMarked
package dev.terrace.cache.internal.log;

import org.jspecify.annotations.NullMarked;
