/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.cache.spi;

import org.jspecify.annotations.NullMarked;
