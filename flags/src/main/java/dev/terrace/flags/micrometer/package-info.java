/** Flags as Micrometer's meters. Needs {@code io.micrometer:micrometer-core} on the class path. */
@NullMarked
package dev.terrace.flags.micrometer;

import org.jspecify.annotations.NullMarked;
