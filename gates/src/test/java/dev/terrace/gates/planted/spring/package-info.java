/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.spring;

import org.jspecify.annotations.NullMarked;
