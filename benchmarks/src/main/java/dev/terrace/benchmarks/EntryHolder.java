package dev.terrace.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/*
 * Lines and answers:
 *
 *   fill FROM TO     entries under way or held now     puts entries in, each with a key and a value of its own
 *   heap             bytes on the heap after full collections
 */
/**
 * A process's duty: to hold entries in one cache, and nothing else, so that all that grows on its heap is theirs.
 *
 * @param put takes an entry in
 * @param held how many it has
 * @param end gives up what else it has, such as connections
 */
public record EntryHolder(BiConsumer<String, Item> put, LongSupplier held, Runnable end) implements Duty {

    static final String MAP = "map";
    static final String CAFFEINE_SIZE = "caffeine-size";
    static final String CAFFEINE_EXPIRY = "caffeine-expiry";
    static final String TERRACE = "terrace";
    static final String TERRACE_DEPENDENCIES = "terrace-dependencies";
    static final String ALONE = "alone";

    private static final int COLLECTIONS = 3;

    /**
     * Serves as one that needs no peer.
     *
     * @param arguments which, and how many entries it has room for
     * @throws IOException if its input fails
     */
    public static void main(String[] arguments) throws IOException {
        Peer.serve(() -> open(arguments[0], Integer.parseInt(arguments[1])));
    }

    static EntryHolder open(String name, int room) {
        return switch (name) {
            case ALONE -> alone(room);
            case MAP -> map();
            case CAFFEINE_SIZE -> caffeine(Caffeine.newBuilder().maximumSize(room));
            case CAFFEINE_EXPIRY ->
                caffeine(Caffeine.newBuilder().maximumSize(room).expireAfterWrite(HeapHit.LIFE));
            case TERRACE -> terrace(room, 0);
            case TERRACE_DEPENDENCIES -> terrace(room, 3);
            default -> throw new IllegalArgumentException("no such holder: " + name);
        };
    }

    /** Keys and values in arrays that are there from the start. */
    private static EntryHolder alone(int room) {
        Object[] keys = new Object[room];
        Object[] values = new Object[room];
        int[] size = {0};
        return new EntryHolder(
                (key, item) -> {
                    keys[size[0]] = key;
                    values[size[0]++] = item;
                },
                () -> size[0],
                () -> {});
    }

    private static EntryHolder map() {
        ConcurrentHashMap<String, Item> map = new ConcurrentHashMap<>();
        return new EntryHolder(map::put, map::mappingCount, () -> {});
    }

    private static EntryHolder caffeine(Caffeine<Object, Object> settings) {
        com.github.benmanes.caffeine.cache.Cache<String, Item> cache = settings.build();
        return new EntryHolder(
                cache::put,
                () -> {
                    cache.cleanUp();
                    return cache.estimatedSize();
                },
                () -> {});
    }

    /** Filled by its loader, which makes what it is given. */
    private static EntryHolder terrace(int room, int dependencies) {
        Terrace terrace = Terrace.builder("entry-bytes").build();
        Cache<String, Item> cache = Shop.builder(terrace, room, dependencies).build();
        return new EntryHolder(
                (key, item) -> cache.get(key), () -> cache.stats().heapSize(), terrace::close);
    }

    @Override
    public String answer(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "fill" -> Long.toString(fill(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            case "heap" -> Long.toString(heap());
            default -> throw new IllegalArgumentException("no such line: " + line);
        };
    }

    private long fill(int from, int to) {
        for (int i = from; i < to; i++) {
            String key = "product:" + i;
            put.accept(key, Items.item(key));
        }
        return held.getAsLong();
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        end.run();
    }
}
