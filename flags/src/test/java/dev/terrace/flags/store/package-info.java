@NullMarked
package dev.terrace.flags.store;

import org.jspecify.annotations.NullMarked;
