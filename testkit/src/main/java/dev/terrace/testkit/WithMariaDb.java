package dev.terrace.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a real MariaDB: on a class or a method, every parameter of type {@link MariaDbServer} of its constructor,
 * lifecycle methods and tests is one; on a parameter, that one is.
 *
 * <p>The server is shared by all tests of the JVM, and started when the first one asks for it. The database is not: {@link
 * MariaDbServer#jdbcUrl()} names a fresh one for each test, the same for all of the test's parameters, dropped afterwards. If a
 * {@code @BeforeAll} method (or the constructor of a class with one instance for all tests) asks first, all tests of the class
 * have that one database.
 *
 * <p>Thread-safety: immutable, as every annotation.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@ExtendWith(MariaDbExtension.class)
public @interface WithMariaDb {}
