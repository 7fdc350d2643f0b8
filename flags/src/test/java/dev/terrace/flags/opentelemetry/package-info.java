@NullMarked
package dev.terrace.flags.opentelemetry;

import org.jspecify.annotations.NullMarked;
