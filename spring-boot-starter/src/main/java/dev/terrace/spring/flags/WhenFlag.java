package dev.terrace.spring.flags;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method of a bean run only while a boolean flag is on, for whoever has made the current request or is named by {@link #unit}.
 *
 * <pre>{@code
 * @WhenFlag(value = "new_checkout", fallback = "oldCheckout")
 * Receipt checkout(Basket basket) { ... }
 *
 * Receipt oldCheckout(Basket basket) { ... }
 * }</pre>
 *
 * <p>As with Spring's own annotations, calls from within the bean, and of methods that a proxy cannot override, are not seen. The guard
 * stands before caching and transactions. A flag that cannot be evaluated answers {@link #defaultValue}. The flag must be defined as a boolean
 * one, else the application does not start.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface WhenFlag {

    /** What a call does that does not run. */
    enum Otherwise {
        /** It throws a {@link FlagOffException}. */
        THROW,
        /**
         * It returns at once: nothing, null, or what is empty of an {@code Optional}, a list, a set, a map, a stage or a publisher. Methods that return a
         * primitive cannot be skipped.
         */
        SKIP
    }

    /**
     * The flag.
     *
     * @return its key
     */
    String value();

    /**
     * What the flag must answer for the method to run.
     *
     * @return false for what is to run only while the flag is off
     */
    boolean is() default true;

    /**
     * What a call does otherwise, where no {@link #fallback} is named.
     *
     * @return throw, unless something else is said
     */
    Otherwise otherwise() default Otherwise.THROW;

    /**
     * A method of the same class that runs instead: of the same parameters, and with a result that can be this one's.
     *
     * @return its name; empty for none
     */
    String fallback() default "";

    /**
     * For whom the flag is evaluated, as an expression of Spring's language over the arguments, such as {@code #order.customer}; without one for
     * whoever has made the current request. An expression that is null means nobody.
     *
     * @return an expression; empty for none
     */
    String unit() default "";

    /**
     * What the flag answers where it cannot be evaluated.
     *
     * @return off, unless something else is said
     */
    boolean defaultValue() default false;
}
