/** The one place of flags that asks the machine for the time and for threads. No compatibility is promised. */
@NullMarked
package dev.terrace.flags.internal.time;

import org.jspecify.annotations.NullMarked;
