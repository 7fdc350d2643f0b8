package dev.terrace.flags;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which flag a method of an interface answers; see {@link DeclaredFlags#and(Class)}.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FlagKey {

    /**
     * The flag's key in the definitions.
     *
     * @return such as {@code new_checkout}
     */
    String value();
}
