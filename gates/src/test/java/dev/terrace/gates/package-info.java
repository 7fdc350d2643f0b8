/** The rules of the house, as tests. Each rule is shown to bite: a violation is planted and must be found. */
@NullMarked
package dev.terrace.gates;

import org.jspecify.annotations.NullMarked;
