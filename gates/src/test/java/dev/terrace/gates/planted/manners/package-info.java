/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.manners;

import org.jspecify.annotations.NullMarked;
