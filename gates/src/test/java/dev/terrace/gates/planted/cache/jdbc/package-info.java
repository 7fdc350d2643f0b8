/** Planted: breaks the rules on purpose. */
@NullMarked
package dev.terrace.gates.planted.cache.jdbc;

import org.jspecify.annotations.NullMarked;
