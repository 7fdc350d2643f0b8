@NullMarked
package dev.terrace.spring.cache;

import org.jspecify.annotations.NullMarked;
