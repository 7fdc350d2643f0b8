/** The chain of audit records: their bytes, their hashes, and the check that nobody has rewritten them. */
@NullMarked
package dev.terrace.flags.internal.chain;

import org.jspecify.annotations.NullMarked;
