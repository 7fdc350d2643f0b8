/** The binary form of an entry in far tiers. Internal: no compatibility promise. */
@NullMarked
package dev.terrace.cache.internal.envelope;

import org.jspecify.annotations.NullMarked;
