package dev.terrace.spring.flags;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Makes a bean of each of these interfaces, whose methods are flags as {@link dev.terrace.flags.DeclaredFlags#and(Class)} reads them:
 *
 * <pre>{@code
 * @SpringBootApplication
 * @EnableTerraceFlags(ShopFlags.class)
 * class Shop {}
 * }</pre>
 *
 * <p>A method without a parameter is evaluated for whoever has made the current request. The application does not start while an interface is
 * wrong, or a flag is not defined with its type; all that is wrong is told at once.
 *
 * <p>Interfaces are named and not searched for: so nothing is scanned at start, and what refers to them is found by the compiler.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(FlagInterfacesRegistrar.class)
public @interface EnableTerraceFlags {

    /**
     * The interfaces.
     *
     * @return such as {@code ShopFlags.class}
     */
    Class<?>[] value();
}
