package dev.terrace.cache;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * The loader's map is its own: it may be sorted by a rule that takes different keys for equal, be a view, or change later. So it is
 * iterated once, against the keys that were asked for, and never looked up in.
 */
/** A loader of several keys. */
record BulkOrigin<K, V extends @Nullable Object>(BulkLoader<K, V> loader, int most) implements Origin<K, V> {

    @Override
    public void ask(Run<K, V> run) throws Exception {
        Map<Object, Integer> asked = new LinkedHashMap<>();
        Set<K> keys = new LinkedHashSet<>();
        for (int i = 0; i < run.size(); i++) {
            asked.put(run.key(i), i);
            keys.add(run.key(i));
        }
        BulkDeclarations<K> declared = new BulkDeclarations<>(run);
        Map<K, V> answer = loader.load(java.util.Collections.unmodifiableSet(keys), declared);
        if (answer == null) {
            throw new CacheLoadException("the bulk loader of cache '" + run.cache()
                    + "' returned null instead of a map: leave out what the source does not have, or throw");
        }
        Map<Integer, V> found = new LinkedHashMap<>();
        Set<String> strangers = new TreeSet<>();
        int strange = 0;
        for (Map.Entry<?, V> one : answer.entrySet()) {
            Integer at = asked.get(one.getKey());
            if (at != null) {
                found.put(at, one.getValue());
            } else {
                strange++;
                strangers.add(
                        one.getKey() == null ? "null" : one.getKey().getClass().getName());
            }
        }
        if (strange > 0) {
            throw new CacheLoadException("the bulk loader of cache '" + run.cache() + "' returned " + strange
                    + " keys that it was not asked for, of " + strangers + "; it was asked for " + run.size() + " of "
                    + run.key(0).getClass().getName()
                    + ": return values for the keys of its argument alone, with keys that equal them");
        }
        for (int i = 0; i < run.size(); i++) {
            if (found.containsKey(i)) {
                V value = found.get(i);
                run.each(i, value, declared.of(i));
            } else {
                run.leftOut(i, declared.of(i));
            }
        }
    }
}
