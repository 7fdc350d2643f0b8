/** What nodes have seen and done, in files, and who judges it. Knows nothing of caches. Never published. */
@NullMarked
package dev.terrace.faults.history;

import org.jspecify.annotations.NullMarked;
