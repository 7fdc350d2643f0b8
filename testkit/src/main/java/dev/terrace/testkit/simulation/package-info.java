/**
 * A deterministic simulator: the real engine and its log readers on virtual time, against models of the servers.
 */
@NullMarked
package dev.terrace.testkit.simulation;

import org.jspecify.annotations.NullMarked;
