/** For whom flags are evaluated in a web request, of the servlet stack and of the reactive one. */
@NullMarked
package dev.terrace.spring.flags.web;

import org.jspecify.annotations.NullMarked;
