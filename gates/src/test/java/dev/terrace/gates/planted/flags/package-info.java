/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.flags;

import org.jspecify.annotations.NullMarked;
