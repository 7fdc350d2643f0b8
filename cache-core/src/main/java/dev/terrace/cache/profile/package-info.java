/** Recorded access profiles: how often and when the keys of a cache are read, across restarts. */
@NullMarked
package dev.terrace.cache.profile;

import org.jspecify.annotations.NullMarked;
