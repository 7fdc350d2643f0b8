@NullMarked
package dev.terrace.flags.micrometer;

import org.jspecify.annotations.NullMarked;
