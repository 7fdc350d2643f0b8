/** What tunes and warms Spring's caches. */
@NullMarked
package dev.terrace.spring.upkeep;

import org.jspecify.annotations.NullMarked;
