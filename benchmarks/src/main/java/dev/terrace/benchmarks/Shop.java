package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.util.List;

/** A cache of Terrace that holds items. Stateless. */
final class Shop {

    private Shop() {}

    /** A cache on the heap with some room, whose values rest on some names each, filled by its loader with the items of some keys. */
    static Cache<String, Item> products(Terrace terrace, List<String> keys, int room, int dependencies) {
        Cache<String, Item> products = terrace.cache("products", String.class, Item.class)
                .heap(heap -> heap.maximumSize(room).expireAfterWrite(HeapHit.LIFE))
                .loader((key, load) -> {
                    for (int i = 0; i < dependencies; i++) {
                        load.dependsOn("kind-" + i + ":" + Math.floorMod(key.hashCode(), 100));
                    }
                    return Items.item(key);
                })
                .build();
        keys.forEach(products::get);
        return products;
    }
}
