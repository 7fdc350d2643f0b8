@NullMarked
package dev.terrace.spring.flags;

import org.jspecify.annotations.NullMarked;
