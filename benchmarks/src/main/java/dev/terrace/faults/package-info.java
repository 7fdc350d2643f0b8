/** Breaks real servers under real nodes, and has what they saw judged. Never published. */
@NullMarked
package dev.terrace.faults;

import org.jspecify.annotations.NullMarked;
