package dev.terrace.cache.analytics;

import dev.terrace.cache.CacheEvent;
import dev.terrace.cache.CacheListener;
import dev.terrace.cache.EventKind;
import dev.terrace.cache.ListenerSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Lets analytics hear what is invalidated, on this node and on others, and which answers are stale. One for all analytics of a Terrace, given
 * to its builder: {@code Terrace.builder("shop").listener(hearing, Hearing::settings)}. Without one, analytics do without what needs it.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class Hearing implements CacheListener {

    private static final int WAITING = 16_384;

    private final List<Consumer<? super CacheEvent>> ears = new CopyOnWriteArrayList<>();

    /** One that nobody listens through yet. */
    public Hearing() {}

    /**
     * Asks for the events that are needed.
     *
     * @param settings of the listener
     */
    public static void settings(ListenerSettings settings) {
        settings.kinds(EventKind.INVALIDATION, EventKind.INVALIDATION_HEARD, EventKind.STALE)
                .maximumWaiting(WAITING);
    }

    @Override
    public void onEvent(CacheEvent event) {
        ears.forEach(ear -> ear.accept(event));
    }

    void add(Consumer<? super CacheEvent> ear) {
        ears.add(ear);
    }

    void remove(Consumer<? super CacheEvent> ear) {
        ears.remove(ear);
    }
}
