@NullMarked
package dev.terrace.flags.internal.rules;

import org.jspecify.annotations.NullMarked;
