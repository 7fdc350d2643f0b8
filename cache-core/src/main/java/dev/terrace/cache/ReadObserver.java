package dev.terrace.cache;

/**
 * Hears of the reads of one cache while they happen, for profiles and statistics.
 *
 * <p><b>Threads.</b> Called on the readers' own threads, by many at a time. What a heap hit costs, {@link #samples} costs more: it must not
 * allocate, lock, ask a clock or log. Nothing here may block.
 *
 * <p><b>Failure.</b> What a method throws is logged once and goes no further.
 *
 * <p>Not told are reads that the cache makes for itself: refreshes and warming.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public interface ReadObserver<K> {

    /**
     * Asks of a read that the heap has answered whether it belongs to the sample. Called for each such read.
     *
     * @param key the key that was read
     * @return whether {@link #hit} is to be called for it
     */
    boolean samples(K key);

    /**
     * The heap has answered a read of the sample.
     *
     * @param key the key that was read
     * @param ageNanos how long ago the value came to this heap, in nanoseconds, coarse to about a tenth of a second
     */
    void hit(K key, long ageNanos);

    /**
     * A read that the heap could not answer begins; far tiers and the loader come next. Called for each such read, also in a cache
     * without a heap.
     *
     * @param key the key that is read
     */
    void missed(K key);
}
