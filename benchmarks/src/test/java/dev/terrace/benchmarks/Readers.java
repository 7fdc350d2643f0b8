package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import java.util.List;
import java.util.Map;

/** Loops that read the first keys at random. Each has its own code, so that none spoils what the compiler knows of another. */
final class Readers {

    /** So few that they stay near the core, as on a busy machine other processes take what is farther away. */
    static final List<String> KEYS = Items.all().subList(0, 1_000);

    private static final String[] ORDER = order();

    /** Reads from a place in the order up to another; answers how often there was nothing. */
    @FunctionalInterface
    interface Reader {
        int read(int from, int to);
    }

    private Readers() {}

    static Reader of(Map<String, Item> map) {
        return (from, to) -> {
            int absent = 0;
            for (int i = from; i < to; i++) {
                absent += map.get(ORDER[i & (ORDER.length - 1)]) == null ? 1 : 0;
            }
            return absent;
        };
    }

    static Reader get(Cache<String, Item> cache) {
        return (from, to) -> {
            int absent = 0;
            for (int i = from; i < to; i++) {
                absent += cache.get(ORDER[i & (ORDER.length - 1)]).name().isEmpty() ? 1 : 0;
            }
            return absent;
        };
    }

    static Reader getIfPresent(Cache<String, Item> cache) {
        return (from, to) -> {
            int absent = 0;
            for (int i = from; i < to; i++) {
                absent += cache.getIfPresent(ORDER[i & (ORDER.length - 1)]).isFound() ? 0 : 1;
            }
            return absent;
        };
    }

    /** A hit that costs twice what it should. */
    static Reader getTwice(Cache<String, Item> cache) {
        return (from, to) -> {
            int absent = 0;
            for (int i = from; i < to; i++) {
                absent += cache.get(ORDER[i & (ORDER.length - 1)]).name().isEmpty() ? 1 : 0;
                absent += cache.get(ORDER[(i + 7_919) & (ORDER.length - 1)])
                                .name()
                                .isEmpty()
                        ? 1
                        : 0;
            }
            return absent;
        };
    }

    private static String[] order() {
        int[] places = Items.readingOrder(1);
        String[] order = new String[places.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = KEYS.get(places[i] % KEYS.size());
        }
        return order;
    }
}
