@NullMarked
package dev.terrace.flags;

import org.jspecify.annotations.NullMarked;
