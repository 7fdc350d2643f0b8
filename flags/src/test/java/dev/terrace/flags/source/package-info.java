@NullMarked
package dev.terrace.flags.source;

import org.jspecify.annotations.NullMarked;
