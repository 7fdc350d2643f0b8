/** Who falls where. Frozen: a change of one bit would move the users of everyone. No compatibility of the classes is promised. */
@NullMarked
package dev.terrace.flags.internal.hash;

import org.jspecify.annotations.NullMarked;
