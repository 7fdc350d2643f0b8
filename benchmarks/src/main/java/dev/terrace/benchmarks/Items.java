package dev.terrace.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/*
 * The keys asked for are the very objects that are stored, so that neither hashing nor comparing their text is measured: what
 * the contenders have in common is as small as it can be, and the ratios between them as large.
 */
/** What every contender holds. Immutable and thread-safe. */
final class Items {

    static final int COUNT = 10_000;

    /** Two thirds full: Caffeine's policy, which sleeps below one half, is awake, and nothing is evicted. */
    static final int ROOM = 15_000;

    /** What is answered where there is nothing. */
    static final Item NONE = new Item(0, "");

    private static final int READS = 1 << 16;
    private static final List<String> KEYS = keys();

    /** A small value. */
    record Item(long id, String name) {}

    private Items() {}

    static Item item(String key) {
        return new Item(key.hashCode(), "name of " + key);
    }

    /** Hands out each key with a value of its own. */
    static void forEach(BiConsumer<? super String, ? super Item> taker) {
        KEYS.forEach(key -> taker.accept(key, item(key)));
    }

    /** The keys, in order. */
    static List<String> all() {
        return KEYS;
    }

    /** Which keys to read, at random, as places in {@link #all}; as many as a power of two. */
    static int[] readingOrder(long seed) {
        return new Random(seed).ints(READS, 0, COUNT).toArray();
    }

    private static List<String> keys() {
        return IntStream.range(0, COUNT).mapToObj(i -> "product:" + i).toList();
    }
}
