/**
 * Caches and flags by Boot's actuator: {@code terracecaches}, {@code terraceflags}, and the health contributor {@code terrace}.
 */
@NullMarked
package dev.terrace.spring.actuate;

import org.jspecify.annotations.NullMarked;
