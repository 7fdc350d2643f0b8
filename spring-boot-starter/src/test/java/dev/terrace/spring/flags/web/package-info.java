@NullMarked
package dev.terrace.spring.flags.web;

import org.jspecify.annotations.NullMarked;
