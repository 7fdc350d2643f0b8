/**
 * Flags in a Spring application: interfaces whose methods are flags as beans ({@link dev.terrace.spring.flags.EnableTerraceFlags}), methods that run
 * only while a flag is on ({@link dev.terrace.spring.flags.WhenFlag}), and evaluations for whoever has made the current request ({@link
 * dev.terrace.spring.flags.RequestFlags}).
 */
@NullMarked
package dev.terrace.spring.flags;

import org.jspecify.annotations.NullMarked;
