/** From a user's key to the digest that leaves the process. Internal: no compatibility promise. */
@NullMarked
package dev.terrace.cache.internal.key;

import org.jspecify.annotations.NullMarked;
