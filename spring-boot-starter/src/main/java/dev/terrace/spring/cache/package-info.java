/** Spring's cache abstraction on Terrace: the manager and its caches, transactions, and annotations for what Spring lacks. */
@NullMarked
package dev.terrace.spring.cache;

import org.jspecify.annotations.NullMarked;
