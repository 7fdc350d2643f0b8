@NullMarked
package dev.terrace.gates.planted.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
