package dev.terrace.cache.spi;

import java.util.concurrent.Executor;

/**
 * What a namespace lends to its tiers, its log and what works beside its caches: its name, its time and its threads. Backends start no
 * threads of their own, except those that their drivers bring.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface Host {

    /**
     * The namespace. Processes with the same one share entries and invalidations where they share a store.
     *
     * @return 1 to 64 characters of {@code a-z}, {@code 0-9}, {@code -}, {@code _} and {@code .}
     */
    String namespace();

    /**
     * Clocks and timers.
     *
     * @return the time of this namespace
     */
    Time time();

    /**
     * Threads for work that may block, such as JDBC calls. Bounded; what does not fit is refused with {@link
     * java.util.concurrent.RejectedExecutionException}.
     *
     * @return the executor
     */
    Executor executor();
}
