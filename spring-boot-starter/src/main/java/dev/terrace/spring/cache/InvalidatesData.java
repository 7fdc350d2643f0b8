package dev.terrace.spring.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names what a method changes. When it has returned, and if it runs inside a transaction when that has committed, nothing that {@link
 * DependsOnData rests} on one of the names is served again, in any cache and on any node. Nothing happens where it throws or is rolled back.
 *
 * <pre>{@code
 * @Transactional
 * @InvalidatesData("customer:{#customer.id}")
 * public void rename(Customer customer, String name) { ... }
 * }</pre>
 *
 * <p>Where it returns a future or a publisher, that is when the future is complete or the publisher has ended.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface InvalidatesData {

    /**
     * The names, as in {@link DependsOnData#value()}.
     *
     * @return names of 1 to 512 bytes
     */
    String[] value();
}
