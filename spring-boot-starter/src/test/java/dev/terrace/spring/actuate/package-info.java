@NullMarked
package dev.terrace.spring.actuate;

import org.jspecify.annotations.NullMarked;
