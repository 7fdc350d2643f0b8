@NullMarked
package dev.terrace.flags.internal.hash;

import org.jspecify.annotations.NullMarked;
