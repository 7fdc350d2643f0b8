package dev.terrace.spring.actuate;

import dev.terrace.flags.store.FlagStore;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What health tells of a store of flags.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagStoreHealth implements Supplier<Map<String, Object>> {

    private final FlagStore store;

    /**
     * Makes one.
     *
     * @param store the store
     */
    public FlagStoreHealth(FlagStore store) {
        this.store = store;
    }

    @Override
    public Map<String, Object> get() {
        return FlagViews.store(store.health());
    }
}
