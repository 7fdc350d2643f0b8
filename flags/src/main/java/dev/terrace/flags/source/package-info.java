/**
 * Where definitions come from. A {@link dev.terrace.flags.source.Source} hands documents over; a
 * {@link dev.terrace.flags.source.FlagFeed} reads, checks and compiles them, and puts them in force wholly or not at all:
 *
 * <pre>{@code
 * FlagFeed feed = FlagFeed.builder(Setting.of("production").variables(System.getenv()))
 *         .from(WatchedFile.of(Path.of("conf/flags.yaml")))
 *         .keepIn(Path.of("data/flags.kept"))
 *         .listener(event -> ...)
 *         .start();
 * Flags flags = feed.flags();
 * }</pre>
 */
@NullMarked
package dev.terrace.flags.source;

import org.jspecify.annotations.NullMarked;
