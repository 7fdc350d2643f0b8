/**
 * Feature flags that are evaluated inside the service: never an exception, no I/O, and rollouts that stop themselves.
 *
 * <p><strong>Nothing is here yet.</strong> This package holds the place of what is planned: typed flags, rules and
 * segments, configuration from files and stores, and an audit record of every change. No type of it exists, and none
 * of the promises whose names begin with {@code FLAG} is kept so far.
 */
@NullMarked
package dev.terrace.flags;

import org.jspecify.annotations.NullMarked;
