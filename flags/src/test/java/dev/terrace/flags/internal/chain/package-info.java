@NullMarked
package dev.terrace.flags.internal.chain;

import org.jspecify.annotations.NullMarked;
