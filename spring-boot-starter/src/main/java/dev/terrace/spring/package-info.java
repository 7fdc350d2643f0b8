/**
 * Auto-configuration of Terrace for Spring Boot.
 *
 * <p><strong>Nothing is here yet.</strong> This package holds the place of what is planned: beans that back off where
 * the application has its own, Spring's cache annotations served by Terrace, and actuator endpoints. Having this module
 * on the class path configures nothing.
 */
@NullMarked
package dev.terrace.spring;

import org.jspecify.annotations.NullMarked;
