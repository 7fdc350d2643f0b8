@NullMarked
package dev.terrace.spring.metrics;

import org.jspecify.annotations.NullMarked;
