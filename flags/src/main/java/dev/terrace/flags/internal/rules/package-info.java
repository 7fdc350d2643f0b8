/** Conditions: what they ask of attributes, and what it costs. No compatibility is promised. */
@NullMarked
package dev.terrace.flags.internal.rules;

import org.jspecify.annotations.NullMarked;
