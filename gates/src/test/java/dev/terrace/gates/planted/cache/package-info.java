/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.cache;

import org.jspecify.annotations.NullMarked;
