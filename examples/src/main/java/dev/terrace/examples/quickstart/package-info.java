/**
 * The quick start: two processes that serve the products of one catalogue through heap, Redis and JDBC, while products change
 * and Redis dies. {@link dev.terrace.examples.quickstart.Products} is the part to copy.
 */
@NullMarked
package dev.terrace.examples.quickstart;

import org.jspecify.annotations.NullMarked;
