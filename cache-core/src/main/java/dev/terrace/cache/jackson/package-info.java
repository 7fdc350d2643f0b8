/** The default codec, on Jackson 3. Needed only where a cache has a far tier. */
@NullMarked
package dev.terrace.cache.jackson;

import org.jspecify.annotations.NullMarked;
