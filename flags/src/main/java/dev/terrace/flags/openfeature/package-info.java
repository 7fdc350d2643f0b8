/**
 * Terrace's flags behind OpenFeature's API: {@link dev.terrace.flags.openfeature.TerraceProvider}. Needs {@code
 * dev.openfeature:sdk} on the class path, which whoever does not use this package need not have.
 */
@NullMarked
package dev.terrace.flags.openfeature;

import org.jspecify.annotations.NullMarked;
