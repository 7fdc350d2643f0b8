package dev.terrace.cache.tuning;

import dev.terrace.cache.HeapControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A heap's control that notes what is set, and can refuse. Not thread-safe. */
final class FakeHeap implements HeapControl<String> {

    private final String name;
    private final List<String> notes;
    private long maximum = 100;
    private Duration life = Duration.ofMinutes(5);
    private @Nullable Duration due;
    private boolean refuses;

    FakeHeap(String name, List<String> notes) {
        this.name = name;
        this.notes = notes;
    }

    FakeHeap(String name) {
        this(name, new ArrayList<>());
    }

    /** Refuses whatever is to be set from now on. */
    void refuse() {
        refuses = true;
    }

    private void note(String text) {
        if (refuses) {
            throw new IllegalStateException("planted");
        }
        notes.add(name + " " + text);
    }

    @Override
    public long maximum() {
        return maximum;
    }

    @Override
    public void maximum(long wanted) {
        note("maximum " + wanted);
        maximum = wanted;
    }

    @Override
    public long weight() {
        return 0;
    }

    @Override
    public Duration expireAfterWrite() {
        return life;
    }

    @Override
    public void expireAfterWrite(Duration wanted) {
        note("life " + wanted);
        life = wanted;
    }

    @Override
    public @Nullable Duration refreshAfterWrite() {
        return due;
    }

    @Override
    public void refreshAfterWrite(@Nullable Duration wanted) {
        note("due " + wanted);
        due = wanted;
    }

    @Override
    public boolean refreshes() {
        return true;
    }

    @Override
    public List<String> hottest(int limit) {
        return List.of();
    }

    @Override
    public void favour(Iterable<? extends String> keys) {
        keys.forEach(key -> note("favour " + key));
    }
}
