package dev.terrace.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the promises that a test proves. The names are those of the table in {@code docs/reliability.md}; the build
 * fails where a promise that is kept has no test that names it, and where a test names a promise that does not exist.
 *
 * <p>On a class it holds for all of its tests. The tests of the cache's core cannot see this module; they say the same
 * with JUnit's {@code @Tag("proves:CACHE-1")}.
 *
 * <p>Thread-safety: immutable, as every annotation.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Proves {

    /**
     * The names of the promises.
     *
     * @return at least one name, such as {@code CACHE-1}
     */
    String[] value();
}
