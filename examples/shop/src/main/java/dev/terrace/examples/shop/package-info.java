/**
 * A small shop on Spring Boot: an ordinary application, whose cached methods have three tiers, and whose new checkout is behind a flag. {@code
 * ./shop} runs two instances of it; the {@code tour} package is what it does with them.
 */
@NullMarked
package dev.terrace.examples.shop;

import org.jspecify.annotations.NullMarked;
