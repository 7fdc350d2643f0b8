/** Definitions that live in a ledger, the one door through which they are changed, and the way by which nodes follow. */
@NullMarked
package dev.terrace.flags.store;

import org.jspecify.annotations.NullMarked;
