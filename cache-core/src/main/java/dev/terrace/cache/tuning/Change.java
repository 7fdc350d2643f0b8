package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What might be set otherwise. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public sealed interface Change {

    /**
     * The caches that it changes.
     *
     * @return their names
     */
    Set<String> caches();

    /**
     * What it is, and of which caches: changes of one subject stand in each other's place.
     *
     * @return such as {@code lifetime of products}
     */
    String subject();

    /**
     * The change in words.
     *
     * @return one line
     */
    String text();

    /**
     * Bounds of heaps within one budget, which are changed together or not at all.
     *
     * @param from the bounds as they are, by cache
     * @param to the bounds as they should be, of the same caches
     */
    record HeapShares(Map<String, Long> from, Map<String, Long> to) implements Change {

        /** Copies both. */
        public HeapShares {
            from = Collections.unmodifiableMap(new TreeMap<>(from));
            to = Collections.unmodifiableMap(new TreeMap<>(to));
            if (!from.keySet().equals(to.keySet())) {
                throw new IllegalArgumentException(
                        "bounds before and after are of different caches: " + from.keySet() + ", " + to.keySet());
            }
        }

        @Override
        public Set<String> caches() {
            return to.keySet();
        }

        @Override
        public String subject() {
            return "heap shares";
        }

        @Override
        public String text() {
            return "heap shares: "
                    + to.entrySet().stream()
                            .map(one -> one.getKey() + " " + from.get(one.getKey()) + " -> " + one.getValue())
                            .collect(Collectors.joining(", "));
        }
    }

    /**
     * How long entries are fresh on the heap, from now on.
     *
     * @param cache whose
     * @param from the {@code expireAfterWrite} as it is
     * @param to as it should be
     */
    record Lifetime(String cache, Duration from, Duration to) implements Change {

        @Override
        public Set<String> caches() {
            return Set.of(cache);
        }

        @Override
        public String subject() {
            return "lifetime of " + cache;
        }

        @Override
        public String text() {
            return "lifetime of " + cache + ": " + from + " -> " + to;
        }

        /** Whether entries shall live longer. */
        boolean isLonger() {
            return to.compareTo(from) > 0;
        }
    }

    /**
     * At what age entries that are read are loaded anew.
     *
     * @param cache whose
     * @param from the {@code refreshAfterWrite} as it is; null if there is none
     * @param to as it should be
     */
    record RefreshAhead(String cache, @Nullable Duration from, Duration to) implements Change {

        @Override
        public Set<String> caches() {
            return Set.of(cache);
        }

        @Override
        public String subject() {
            return "refresh-ahead of " + cache;
        }

        @Override
        public String text() {
            return "refresh-ahead of " + cache + ": " + (from == null ? "none" : from) + " -> " + to;
        }
    }

    /**
     * The tiers and lifetimes that a cache should be built with. Nobody can change that while it runs.
     *
     * @param cache whose
     * @param pattern how it is used
     */
    record Strategy(String cache, Pattern pattern) implements Change {

        @Override
        public Set<String> caches() {
            return Set.of(cache);
        }

        @Override
        public String subject() {
            return "strategy of " + cache;
        }

        @Override
        public String text() {
            return "strategy of " + cache + ": " + pattern + ", so " + pattern.preset() + " (" + pattern.tiers() + ")";
        }
    }
}
