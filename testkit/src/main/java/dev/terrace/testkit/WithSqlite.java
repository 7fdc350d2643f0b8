package dev.terrace.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a SQLite database: on a class or a method, every parameter of type {@link SqliteDatabase} of its constructor, lifecycle
 * methods and tests is one; on a parameter, that one is.
 *
 * <p>It is a new file for each test, the same for all parameters of the test, and gone afterwards. If a {@code @BeforeAll} method (or
 * the constructor of a class with one instance for all tests) asks first, all tests of the class have that one database.
 *
 * <p>Thread-safety: immutable, as every annotation.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@ExtendWith(SqliteExtension.class)
public @interface WithSqlite {}
