package dev.terrace.cache;

import dev.terrace.cache.internal.key.KeyDigester;
import dev.terrace.cache.spi.Codec;
import dev.terrace.cache.spi.Tier;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has settled.
 *
 * @param codec null only where there is no far tier
 * @param dependencies names that rest on key and value
 * @param refreshAfterWrite the age at which a fresh entry is loaded anew, null if none is
 * @param observation tells those who observe reads; null if nobody does
 */
record CacheSpec<K, V extends @Nullable Object>(
        String name,
        KeyDigester<K> digester,
        @Nullable HeapSettings<K, V> heap,
        List<FarSpec> far,
        Origins<K, V> origins,
        List<String> fixed,
        @Nullable BiFunction<? super K, ? super V, ? extends Iterable<String>> dependencies,
        boolean nullable,
        @Nullable Codec<V> codec,
        int maximumValueBytes,
        Freshness freshness,
        Lifetimes<K, V> lifetimes,
        @Nullable Duration refreshAfterWrite,
        Backoff backoff,
        Listeners.Ears ears,
        @Nullable Observation<K> observation) {

    /** Whether somebody is told of each read that the heap answers. */
    boolean isObserved() {
        return observation != null || events().hears(EventKind.HIT);
    }

    /** How long entries are kept after their freshness, to be served or to be offered to the loader. */
    Duration kept() {
        Duration served = freshness.window();
        Duration offered = origins.conditional() == null
                ? Duration.ZERO
                : origins.settings().revalidateWithin();
        return served.compareTo(offered) > 0 ? served : offered;
    }

    /** A far tier and its settings. */
    record FarSpec(Tier tier, TierSettings settings) {}

    Events events() {
        return ears.events();
    }

    Content<V> contentOf(K key, V value, @Nullable String validator, Declarations declared) {
        if (dependencies != null) {
            dependencies.apply(key, value).forEach(declared::dependsOn);
        }
        return new Content<>(value, validator, declared.names(), lifetimes.of(key, value));
    }
}
