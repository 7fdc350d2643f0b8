@NullMarked
package dev.terrace.flags.telemetry;

import org.jspecify.annotations.NullMarked;
