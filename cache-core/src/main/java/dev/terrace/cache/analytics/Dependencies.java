package dev.terrace.cache.analytics;

import dev.terrace.cache.Inspection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * A hit knows names by their fingerprints alone, and to count them on each would cost more than the hit. So they are looked up when somebody
 * asks: what the hottest keys rest on, weighted by their reads. The heap tells first; where it does not know the text of a name, the far tiers
 * are asked, which have it.
 */
/** Finds on what the hottest keys rest. Stateless. */
final class Dependencies {

    /** Keys that are looked up. */
    static final int KEYS = 64;

    private Dependencies() {}

    static <K> List<HotDependency> of(List<HotKey<K>> hottest, Inspection<K, ?> inspection, int limit) {
        Map<String, HotDependency> byName = new LinkedHashMap<>();
        for (HotKey<K> hot : hottest) {
            for (String name : names(hot.key(), inspection)) {
                byName.merge(
                        name,
                        new HotDependency(name, hot.reads(), 1),
                        (one, other) ->
                                new HotDependency(name, one.reads() + other.reads(), one.keys() + other.keys()));
            }
        }
        return byName.values().stream()
                .sorted(Comparator.comparingLong(HotDependency::reads).reversed())
                .limit(limit)
                .toList();
    }

    private static <K> List<String> names(K key, Inspection<K, ?> inspection) {
        Inspection.Held<?> near = inspection.onHeap(key);
        if (near != null && near.place().dependencies().stream().noneMatch(name -> name.startsWith("#"))) {
            return near.place().dependencies();
        }
        List<String> longest = List.of();
        for (Inspection.Held<?> held : inspection.everywhere(key)) {
            List<String> names = held.place().dependencies();
            if (longest.size() < names.size()) {
                longest = names;
            }
        }
        return longest;
    }
}
