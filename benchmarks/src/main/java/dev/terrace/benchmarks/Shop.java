package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheBuilder;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import java.util.List;

/** A cache of Terrace that holds items. Stateless. */
final class Shop {

    private Shop() {}

    /** A cache on the heap with some room, whose values rest on some names each, filled by its loader with the items of some keys. */
    static Cache<String, Item> products(Terrace terrace, List<String> keys, int room, int dependencies) {
        Cache<String, Item> products = builder(terrace, room, dependencies).build();
        keys.forEach(products::get);
        return products;
    }

    /** The same without dependencies, watched by analytics. */
    static Cache<String, Item> watched(CacheAnalytics<String> analytics, Terrace terrace, List<String> keys, int room) {
        Cache<String, Item> products = analytics.watch(builder(terrace, room, 0));
        keys.forEach(products::get);
        return products;
    }

    /** Its settings, so that it can be observed. */
    static CacheBuilder<String, Item> builder(Terrace terrace, int room, int dependencies) {
        return terrace.cache("products", String.class, Item.class)
                .heap(heap -> heap.maximumSize(room).expireAfterWrite(HeapHit.LIFE))
                .loader((key, load) -> {
                    for (int i = 0; i < dependencies; i++) {
                        load.dependsOn("kind-" + i + ":" + Math.floorMod(key.hashCode(), 100));
                    }
                    return Items.item(key);
                });
    }
}
