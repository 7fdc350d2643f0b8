package dev.terrace.spring.upkeep;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.ObservedHits;
import dev.terrace.cache.ReadObserver;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.WarmFrom;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.profile.ProfileStore;
import dev.terrace.cache.warm.WarmRun;
import dev.terrace.cache.warm.Warming;
import dev.terrace.spring.actuate.CacheWarming;
import dev.terrace.spring.cache.TerraceCacheBuilderCustomizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * A cached method is no loader that anybody could call with a key alone, so what is warmed comes from far tiers, and a cache without any cannot
 * be warmed. Keys whose form a file cannot hold are not recorded: one of them would keep all others from being stored.
 */
/**
 * Remembers which keys Spring's caches are asked for, and warms their heaps with them from far tiers. Close it before its Terrace.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class CacheProfiles implements TerraceCacheBuilderCustomizer, AutoCloseable {

    private final Terrace terrace;
    private final int maximumKeys;
    private final Function<String, @Nullable ProfileStore> stores;
    private final Map<String, ProfileRecorder<Object>> recorders = new ConcurrentSkipListMap<>();
    private final Map<String, CacheWarming> warmings = new ConcurrentSkipListMap<>();

    /**
     * Remembers nothing yet.
     *
     * @param terrace of the caches
     * @param maximumKeys the most keys of a cache, 1 to 1,000,000
     * @param stores where the profile of a cache outlives a restart; null for nowhere
     */
    public CacheProfiles(Terrace terrace, int maximumKeys, Function<String, @Nullable ProfileStore> stores) {
        this.terrace = terrace;
        this.maximumKeys = maximumKeys;
        this.stores = stores;
    }

    @Override
    public void customize(String name, CacheBuilder<Object, @Nullable Object> builder) {
        ProfileRecorder<Object> recorder = recorders.computeIfAbsent(name, this::recorder);
        builder.observer(new Storable(recorder));
    }

    private ProfileRecorder<Object> recorder(String name) {
        var recorder = ProfileRecorder.builder(name, Object.class, terrace.host())
                .maximumKeys(maximumKeys)
                .keyCodec(SpringKeyBytes.codec());
        ProfileStore store = stores.apply(name);
        if (store != null) {
            recorder.store(store);
        }
        return recorder.build();
    }

    /**
     * How caches are warmed that were made with this as a customizer.
     *
     * @return one for each that has a heap and a far tier
     */
    public List<CacheWarming> warmings() {
        for (Cache<?, ?> cache : terrace.caches()) {
            ProfileRecorder<Object> recorder = recorders.get(cache.name());
            if (recorder != null
                    && cache.heap() != null
                    && cache.stats().tiers().size() > 1) {
                warmings.computeIfAbsent(cache.name(), name -> warming(cache, recorder));
            }
        }
        return List.copyOf(warmings.values());
    }

    @SuppressWarnings("unchecked") // Spring's caches have keys of any type
    private CacheWarming warming(Cache<?, ?> cache, ProfileRecorder<Object> recorder) {
        Warming<Object> warming = Warming.of((Cache<Object, ?>) cache, terrace.host())
                .from(WarmFrom.FAR_TIERS)
                .build();
        return new FromProfile(cache.name(), warming, recorder);
    }

    private record FromProfile(String cache, Warming<Object> warming, ProfileRecorder<Object> recorder)
            implements CacheWarming {

        @Override
        public WarmRun start() {
            return warming.start(recorder.profile());
        }
    }

    /** Stores what is known, and ends the runs that are under way. */
    @Override
    public void close() {
        for (CacheWarming warming : warmings.values()) {
            WarmRun latest = ((FromProfile) warming).warming.latest();
            if (latest != null) {
                latest.cancel();
            }
        }
        recorders.values().forEach(ProfileRecorder::close);
    }

    /** Leaves out keys that could not be stored. */
    private record Storable(ProfileRecorder<Object> recorder) implements ReadObserver<Object> {

        @Override
        public void begins(ObservedHits hits) {
            recorder.begins(hits);
        }

        @Override
        public boolean samples(Object key) {
            return recorder.samples(key) && SpringKeyBytes.areOf(key);
        }

        @Override
        public void hit(Object key, long ageNanos, boolean drawn) {
            if (SpringKeyBytes.areOf(key)) {
                recorder.hit(key, ageNanos, drawn);
            }
        }

        @Override
        public void missed(Object key) {
            if (SpringKeyBytes.areOf(key)) {
                recorder.missed(key);
            }
        }
    }
}
