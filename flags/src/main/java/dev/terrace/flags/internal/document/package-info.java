/** Reads documents, JSON or YAML, into one tree that remembers lines and paths. No compatibility is promised. */
@NullMarked
package dev.terrace.flags.internal.document;

import org.jspecify.annotations.NullMarked;
