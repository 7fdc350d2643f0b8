/** The trail of all changes: who, when, why, what before and after, and the check that nobody has rewritten it. */
@NullMarked
package dev.terrace.flags.audit;

import org.jspecify.annotations.NullMarked;
