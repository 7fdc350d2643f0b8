@NullMarked
package dev.terrace.spring.observation;

import org.jspecify.annotations.NullMarked;
