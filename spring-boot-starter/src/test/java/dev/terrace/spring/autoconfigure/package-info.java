@NullMarked
package dev.terrace.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
