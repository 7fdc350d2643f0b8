package dev.terrace.cache;

/**
 * Is told what happens in caches, on a thread of its own, one event after the other and in the order in which they happened as far as one
 * thread has caused them.
 *
 * <p>It may block, call caches and throw: nothing waits for it. What it throws is counted and logged once. While it is busy, events wait in
 * a bounded queue; what finds that full is dropped and counted ({@link Terrace#listenerStats}), so that the first events of an incident are
 * kept and not the last.
 *
 * @see CacheBuilder#listener(CacheListener)
 * @see Terrace.Builder#listener(CacheListener)
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheListener {

    /**
     * Something has happened.
     *
     * @param event what; its {@code toString()} quotes no key
     */
    void onEvent(CacheEvent event);
}
