package dev.terrace.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Collects what each of several values rests on. Not thread-safe. */
final class BulkDeclarations<K> implements BulkLoad<K> {

    private final String cache;
    private final List<Declarations> each;
    private final Map<K, Declarations> byKey = new HashMap<>();

    BulkDeclarations(Run<K, ?> run) {
        cache = run.cache();
        each = IntStream.range(0, run.size()).mapToObj(i -> run.declarations()).toList();
        for (int i = 0; i < run.size(); i++) {
            byKey.put(run.key(i), each.get(i));
        }
    }

    @Override
    public void dependsOn(K key, String dependency) {
        @Nullable Declarations of = byKey.get(key);
        if (of == null) {
            throw new IllegalArgumentException("the bulk loader of cache '" + cache
                    + "' declares a dependency of a key that it was not asked for, of "
                    + key.getClass().getName() + ": use the keys of its argument");
        }
        of.dependsOn(dependency);
    }

    @Override
    public void dependsOn(String dependency) {
        each.forEach(one -> one.dependsOn(dependency));
    }

    Declarations of(int key) {
        return each.get(key);
    }
}
