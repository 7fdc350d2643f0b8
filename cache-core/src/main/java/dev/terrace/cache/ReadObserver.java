package dev.terrace.cache;

/**
 * Hears of the reads of one cache while they happen, for profiles and statistics.
 *
 * <p>Of reads that the heap has answered it hears of those that it {@linkplain #samples chooses} itself, usually by their keys, and of those that
 * are {@linkplain ObservedHits#draw drawn} by chance. It says what it wants through the {@link ObservedHits} that it is lent; before it does, it is
 * asked of each hit, and none is drawn.
 *
 * <p><b>Threads.</b> Called on the readers' own threads, by many at a time. What a heap hit costs, {@link #samples} costs more: it must not
 * allocate, lock, ask a clock or log. Nothing here may block.
 *
 * <p><b>Failure.</b> What a method throws is logged once and goes no further, except of {@link #begins}.
 *
 * <p>Not told are reads that the cache makes for itself: refreshes and warming.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public interface ReadObserver<K> {

    /**
     * A cache was made with this observer; its reads are yet to come.
     *
     * @param hits says of which hits the observer hears; it may be asked at any time, by any thread
     * @throws IllegalStateException if the observer is another cache's already; then the cache is not made
     */
    default void begins(ObservedHits hits) {}

    /**
     * Asks of a read that the heap has answered whether it belongs to the sample. Called for each such read, while the observer
     * {@linkplain ObservedHits#ask wants to be asked}.
     *
     * @param key the key that was read
     * @return whether {@link #hit} is to be called for it
     */
    boolean samples(K key);

    /**
     * The heap has answered a read that the observer has chosen, or that was drawn, or both.
     *
     * @param key the key that was read
     * @param ageNanos how long ago the value came to this heap, in nanoseconds, coarse to about a tenth of a second
     * @param drawn whether it was drawn
     */
    void hit(K key, long ageNanos, boolean drawn);

    /**
     * A read that the heap could not answer begins; far tiers and the loader come next. Called for each such read, also in a cache
     * without a heap.
     *
     * @param key the key that is read
     */
    void missed(K key);
}
