/** Evaluations as OpenTelemetry's events. Needs {@code io.opentelemetry:opentelemetry-api} on the class path. */
@NullMarked
package dev.terrace.flags.opentelemetry;

import org.jspecify.annotations.NullMarked;
