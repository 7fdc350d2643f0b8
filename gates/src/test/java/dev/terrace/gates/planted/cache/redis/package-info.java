/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.cache.redis;

import org.jspecify.annotations.NullMarked;
