/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.testkit;

import org.jspecify.annotations.NullMarked;
