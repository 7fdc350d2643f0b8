package dev.terrace.cache.fake;

import dev.terrace.cache.CacheEvent;
import dev.terrace.cache.CacheListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers what it was told. Thread-safe. */
public final class Ear implements CacheListener {

    private final List<CacheEvent> heard = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(CacheEvent event) {
        heard.add(event);
    }

    /** What it has heard so far, in order. */
    public List<CacheEvent> heard() {
        return heard;
    }

    /** Waits until it has heard something. */
    public void awaits(CacheEvent event) {
        World.until(() -> heard.contains(event));
    }

    /** What it has heard of one type, once there is any. */
    public <E extends CacheEvent> List<E> awaits(Class<E> type) {
        World.until(() -> heard.stream().anyMatch(type::isInstance));
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
