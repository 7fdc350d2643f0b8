package dev.terrace.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Gives tests a real Redis: on a class or a method, every parameter of type {@link RedisServer} of its constructor, lifecycle
 * methods and tests is one; on a parameter, that one is.
 *
 * {@snippet class = "dev.terrace.testkit.WithRedisIT" region = "sample"}
 *
 * <p>The server is shared by all tests of the JVM, and started when the first one asks for it. Before each test of a class that
 * says {@code @WithRedis} it is {@linkplain RedisServer#reset() reset}: it runs and is empty, whatever the test before has done
 * to it. That also empties what a {@code @BeforeAll} method has stored. Tests in parallel wait for each other, provided that the
 * annotation is on their class or method.
 *
 * <p>Thread-safety: immutable, as every annotation.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@ExtendWith(RedisExtension.class)
@ResourceLock("dev.terrace.testkit.RedisServer")
public @interface WithRedis {

    /**
     * Asks for a server that nobody else uses and that is never the external one, so that it may be killed, paused and
     * configured. It lives as long as the test that asks for it; if a {@code @BeforeAll} method asks first, as long as the class,
     * and is reset before each test.
     *
     * @return false: the shared server
     */
    boolean isolated() default false;

    /**
     * Lines of {@code redis.conf} for an isolated server, which they imply.
     *
     * @return none
     */
    String[] settings() default {};
}
