/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.cache.internal;

import org.jspecify.annotations.NullMarked;
