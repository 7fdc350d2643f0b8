/** What a namespace is made of. Internal: no compatibility promise. */
@NullMarked
package dev.terrace.cache.internal;

import org.jspecify.annotations.NullMarked;
