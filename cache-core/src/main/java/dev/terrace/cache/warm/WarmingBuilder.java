package dev.terrace.cache.warm;

import dev.terrace.cache.Cache;
import dev.terrace.cache.WarmFrom;
import dev.terrace.cache.spi.Host;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Warming}.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class WarmingBuilder<K> {

    /** Keys a second where nothing is said. */
    public static final int DEFAULT_KEYS_PER_SECOND = 20_000;

    /** Keys of a batch where nothing is said. */
    public static final int DEFAULT_BATCH = 500;

    /** Batches at a time where nothing is said. */
    public static final int DEFAULT_CONCURRENT_BATCHES = 2;

    final Cache<K, ? extends @Nullable Object> cache;
    final Host host;
    WarmFrom from = WarmFrom.LOADER;
    int keysPerSecond = DEFAULT_KEYS_PER_SECOND;
    int batch = DEFAULT_BATCH;
    int concurrentBatches = DEFAULT_CONCURRENT_BATCHES;
    boolean whenFull;
    Consumer<? super WarmProgress> listener = progress -> {};

    WarmingBuilder(Cache<K, ? extends @Nullable Object> cache, Host host) {
        this.cache = cache;
        this.host = host;
    }

    /**
     * Says whether the loader is called for what no tier has.
     *
     * @param from default {@link WarmFrom#LOADER}
     * @return this
     */
    public WarmingBuilder<K> from(WarmFrom from) {
        this.from = from;
        return this;
    }

    /**
     * Bounds how fast keys are asked for, so that their sources have time for others.
     *
     * @param keys 1 to 10,000,000 a second; default {@value #DEFAULT_KEYS_PER_SECOND}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public WarmingBuilder<K> keysPerSecond(int keys) {
        keysPerSecond = bounded("keysPerSecond", keys, 10_000_000);
        return this;
    }

    /**
     * Bounds the keys that are asked for together.
     *
     * @param keys 1 to 10,000; default {@value #DEFAULT_BATCH}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public WarmingBuilder<K> batch(int keys) {
        batch = bounded("batch", keys, 10_000);
        return this;
    }

    /**
     * Bounds the batches that are under way at a time.
     *
     * @param batches 1 to 64; default {@value #DEFAULT_CONCURRENT_BATCHES}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public WarmingBuilder<K> concurrentBatches(int batches) {
        concurrentBatches = bounded("concurrentBatches", batches, 64);
        return this;
    }

    /**
     * Goes on when the heap is full, to fill the far tiers as well. The heap then decides by its own policy what it keeps, which is what was read more often.
     * Without this a run ends there ({@link WarmState#FULL}).
     *
     * @return this
     */
    public WarmingBuilder<K> goOnWhenFull() {
        whenFull = true;
        return this;
    }

    /**
     * Tells somebody how runs go: after each batch, though not more often than ten times a second, and at the end.
     *
     * @param listener is called by one thread at a time, and must be quick; what it throws is logged once a run
     * @return this
     */
    public WarmingBuilder<K> onProgress(Consumer<? super WarmProgress> listener) {
        this.listener = listener;
        return this;
    }

    /**
     * Makes the warming.
     *
     * @return a warming, which does nothing yet
     */
    public Warming<K> build() {
        return new Warming<>(this);
    }

    private static int bounded(String setting, int number, int most) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(setting + " must be 1 to " + most + ": " + number);
        }
        return number;
    }
}
