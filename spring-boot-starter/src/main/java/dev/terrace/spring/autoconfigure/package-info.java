/**
 * Auto-configuration of Terrace for Spring Boot. Nothing here is to be named by applications but the properties, the customizers and, in {@code
 * after} and {@code before}, the configurations themselves.
 */
@NullMarked
package dev.terrace.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
