/** An ordinary application on Spring's cache abstraction, with its own tests, before and after it was moved to Terrace. */
@NullMarked
package dev.terrace.spring.moved;

import org.jspecify.annotations.NullMarked;
