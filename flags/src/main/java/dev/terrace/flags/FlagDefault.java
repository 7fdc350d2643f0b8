package dev.terrace.flags;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a method of an interface answers where its flag cannot be evaluated; see {@link DeclaredFlags#and(Class)}.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FlagDefault {

    /**
     * The value, written by the type of the method: true or false, a text as it is, a number, or a JSON object.
     *
     * @return such as {@code false}
     */
    String value();
}
