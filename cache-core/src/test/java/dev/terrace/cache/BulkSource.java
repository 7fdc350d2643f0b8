package dev.terrace.cache;

import dev.terrace.cache.fake.Held;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A source that is read for several keys at once, whose loads can be held after they have read. Thread-safe. */
final class BulkSource implements BulkLoader<String, String> {

    /** The keys of each call. */
    final List<Set<String>> calls = new CopyOnWriteArrayList<>();

    final Set<String> missing = ConcurrentHashMap.newKeySet();
    private volatile String text;
    private volatile @Nullable Held held;
    private volatile @Nullable Throwable failure;

    BulkSource(String text) {
        this.text = text;
    }

    /** What is read from now on, of every key. */
    void set(String now) {
        text = now;
    }

    void fail(@Nullable Throwable with) {
        failure = with;
    }

    /** Holds the next load. */
    Held hold() {
        Held next = new Held();
        held = next;
        return next;
    }

    @Override
    public Map<String, String> load(Set<String> keys, BulkLoad<String> load) throws Exception {
        calls.add(Set.copyOf(keys));
        Map<String, String> read = new LinkedHashMap<>();
        String now = text;
        for (String key : keys) {
            load.dependsOn(key, "of:" + key);
            if (!missing.contains(key)) {
                read.put(key, now);
            }
        }
        load.dependsOn("all");
        Held here = held;
        if (here != null) {
            held = null;
            here.pass();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        return read;
    }
}
