package dev.terrace.spring.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what the values of a cached method rest on. Once one of the names is invalidated, by {@link InvalidatesData} or by {@code
 * Terrace.invalidateDependency}, on whichever node, no value that rests on it is served again. Beside {@code @Cacheable} or {@code @CachePut}.
 *
 * <pre>{@code
 * @Cacheable("orders")
 * @DependsOnData({"customer:{#customerId}", "product:{#result.productId}"})
 * public Order lastOrder(long customerId) { ... }
 * }</pre>
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DependsOnData {

    /**
     * The names: texts with Spring expressions in braces, which may speak of the method's arguments and of {@code #result}, the value. An
     * expression that answers a collection stands for as many names. One that answers null is an error.
     *
     * @return names of 1 to 512 bytes, at most 64
     */
    String[] value();
}
