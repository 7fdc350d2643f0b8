/**
 * What is known of a cache in service: its figures over windows, what is hot, how old what it serves is, what a bigger or smaller heap would
 * give, and whether what it serves is what the source has. Begins at {@link dev.terrace.cache.analytics.CacheAnalytics}.
 */
@NullMarked
package dev.terrace.cache.analytics;

import org.jspecify.annotations.NullMarked;
