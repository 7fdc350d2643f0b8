/** Measures Terrace beside its peers. Never published. */
@NullMarked
package dev.terrace.benchmarks;

import org.jspecify.annotations.NullMarked;
