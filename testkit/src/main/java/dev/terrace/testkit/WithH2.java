package dev.terrace.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests an H2 database: on a class or a method, every parameter of type {@link H2Database} of its constructor, lifecycle
 * methods and tests is one; on a parameter, that one is.
 *
 * <p>It is new for each test, the same for all parameters of the test that ask for the same storage, and gone afterwards. If a
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
@ExtendWith(H2Extension.class)
public @interface WithH2 {

    /**
     * Where the database keeps its rows.
     *
     * @return in memory
     */
    H2Database.Storage value() default H2Database.Storage.MEMORY;
}
