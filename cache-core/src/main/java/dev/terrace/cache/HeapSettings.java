package dev.terrace.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a cache's heap tier.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class HeapSettings<K, V extends @Nullable Object> {

    /** How many entries a heap holds where nothing is said. */
    public static final long DEFAULT_MAXIMUM_SIZE = 10_000;

    /** How long an entry lives on the heap where nothing is said. */
    public static final Duration DEFAULT_EXPIRE_AFTER_WRITE = Duration.ofMinutes(5);

    private @Nullable Long size;
    private @Nullable Long weight;
    private @Nullable Weigher<? super K, ? super V> weigher;
    private Duration life = DEFAULT_EXPIRE_AFTER_WRITE;

    HeapSettings() {}

    /**
     * Bounds the heap tier in entries.
     *
     * @param entries the most entries, positive; default {@value #DEFAULT_MAXIMUM_SIZE}
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public HeapSettings<K, V> maximumSize(long entries) {
        size = Settings.positive("maximumSize", entries);
        return this;
    }

    /**
     * Bounds the heap tier in weight.
     *
     * @param total the most weight of all entries together, positive
     * @param weigher how heavy an entry is
     * @return this
     * @throws IllegalArgumentException if the weight is not positive
     */
    public HeapSettings<K, V> maximumWeight(long total, Weigher<? super K, ? super V> weigher) {
        weight = Settings.positive("maximumWeight", total);
        this.weigher = weigher;
        return this;
    }

    /**
     * Says how long an entry may be served from the heap after it was stored, exact to a tick of 100 ms.
     *
     * @param duration 1 ms to 3,650 days; default 5 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public HeapSettings<K, V> expireAfterWrite(Duration duration) {
        life = Settings.life("heap expireAfterWrite", duration);
        return this;
    }

    Duration life() {
        return life;
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (size != null && weight != null) {
            faults.add("its heap has both maximumSize and maximumWeight: keep one of them");
        }
        return faults;
    }

    /** Lets the weigher say what it has to say of an entry. */
    void checkWeight(K key, V value) {
        if (weigher != null && weigher.weigh(key, value) < 0) {
            throw new IllegalArgumentException("the weigher answered a negative weight: weights are 0 or more");
        }
    }

    Caffeine<K, Entry<V>> bound(Caffeine<Object, Object> caffeine) {
        Weigher<? super K, ? super V> by = weigher;
        if (weight != null && by != null) {
            return caffeine.maximumWeight(weight).weigher((K key, Entry<V> entry) -> by.weigh(key, entry.value()));
        }
        @SuppressWarnings("unchecked") // Caffeine's builder has no types before the cache is built
        Caffeine<K, Entry<V>> typed = (Caffeine<K, Entry<V>>) (Caffeine<?, ?>) caffeine;
        return typed.maximumSize(size == null ? DEFAULT_MAXIMUM_SIZE : size);
    }
}
