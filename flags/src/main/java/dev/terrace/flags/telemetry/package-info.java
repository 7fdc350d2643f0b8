/**
 * Evaluations as others are told of them: {@link dev.terrace.flags.telemetry.ObservedFlags} evaluates and tells a
 * {@link dev.terrace.flags.telemetry.EvaluationListener}. Whoever does not use it pays nothing.
 */
@NullMarked
package dev.terrace.flags.telemetry;

import org.jspecify.annotations.NullMarked;
