package dev.terrace.spring.actuate;

import dev.terrace.cache.warm.WarmRun;

/**
 * How a cache is warmed when an operator asks for it; a bean for each cache that can be.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface CacheWarming {

    /**
     * The cache.
     *
     * @return its name
     */
    String cache();

    /**
     * Begins a run.
     *
     * @return the run, which goes on in the background
     * @throws IllegalStateException if another one is not over
     */
    WarmRun start();
}
