@NullMarked
package dev.terrace.flags.openfeature;

import org.jspecify.annotations.NullMarked;
