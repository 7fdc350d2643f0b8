package dev.terrace.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry with its source's validator, and the names it rests on as text, for whoever stores it anew. Thread-safe. */
final class ValidatedEntry<V extends @Nullable Object> extends Entry<V> {

    private final String validator;
    private final List<String> dependencies;

    ValidatedEntry(Entry<V> entry, long generation, String validator, List<String> dependencies) {
        super(entry, generation);
        this.validator = validator;
        this.dependencies = dependencies;
    }

    String validator() {
        return validator;
    }

    List<String> dependencies() {
        return dependencies;
    }

    @Override
    Entry<V> believedAt(long generation) {
        return new ValidatedEntry<>(this, generation, validator, dependencies);
    }
}
