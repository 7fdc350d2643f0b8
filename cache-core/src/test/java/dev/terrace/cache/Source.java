package dev.terrace.cache;

import dev.terrace.cache.fake.Held;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source of texts whose loads can be held after they have read. Thread-safe. */
final class Source implements Loader<String, String> {

    final AtomicInteger loads = new AtomicInteger();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private volatile String text;
    private volatile @Nullable Held held;

    Source(String text) {
        this.text = text;
    }

    /** What is read from now on, of every key. */
    void set(String now) {
        text = now;
        texts.clear();
    }

    void set(String key, String now) {
        texts.put(key, now);
    }

    /** Holds the next load. */
    Held hold() {
        Held next = new Held();
        held = next;
        return next;
    }

    @Override
    public String load(String key, Load load) {
        loads.incrementAndGet();
        String read = texts.getOrDefault(key, text);
        load.dependsOn("declared");
        Held here = held;
        if (here != null) {
            held = null;
            here.pass();
        }
        return read;
    }
}
