package dev.terrace.cache.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * What usually follows what: of each key that is missed, which keys the same thread misses next. Four candidates a key, the rarest of which
 * gives way to a newcomer that inherits its count (SpaceSaving; Metwally, Agrawal and El Abbadi, ICDT 2005). A bounded number of keys; when
 * they are too many all counts are halved, and those go of which next to nothing is known.
 *
 * A prediction that is right makes itself unseen: the key that was fetched ahead is not missed. So whoever predicts after a key says so, and
 * the pair that begins with it is not counted that time.
 *
 * Written by one thread at a time, read by any: what is known of a key is replaced as a whole.
 */
/** Pairs of keys that are missed one after the other. Thread-safe for readers. */
final class Successors<K> {

    private static final int CANDIDATES = 4;
    private static final int THREADS = 1_024;

    private record Last<K>(K key, long round) {}

    private final int capacity;
    private final Map<K, AccessProfile.Followers<K>> table = new ConcurrentHashMap<>();
    private final Set<K> predicted = ConcurrentHashMap.newKeySet();
    private final Map<Long, Last<K>> last = new HashMap<>();

    Successors(int capacity) {
        this.capacity = capacity;
    }

    /** A thread misses a key; a round is about a second, and what is further apart has nothing to do with each other. */
    void missed(long thread, K key, long round) {
        if (last.size() >= THREADS && !last.containsKey(thread)) {
            last.values().removeIf(one -> round - one.round > 1);
            if (last.size() >= THREADS) {
                return;
            }
        }
        Last<K> before = last.put(thread, new Last<>(key, round));
        if (before != null && round - before.round <= 1 && !before.key.equals(key) && !predicted.remove(before.key)) {
            follow(before.key, key);
        }
    }

    private void follow(K key, K next) {
        AccessProfile.Followers<K> known = table.get(key);
        if (known == null && table.size() >= capacity) {
            halve();
        }
        table.put(key, with(known, next));
    }

    private static <K> AccessProfile.Followers<K> with(AccessProfile.@Nullable Followers<K> known, K next) {
        if (known == null) {
            return new AccessProfile.Followers<>(1, List.of(new AccessProfile.Next<>(next, 1)));
        }
        List<AccessProfile.Next<K>> counted = new ArrayList<>(known.next());
        int at = -1;
        int rarest = 0;
        for (int i = 0; i < counted.size(); i++) {
            if (counted.get(i).key().equals(next)) {
                at = i;
            }
            if (counted.get(i).count() < counted.get(rarest).count()) {
                rarest = i;
            }
        }
        if (at >= 0) {
            counted.set(at, new AccessProfile.Next<>(next, counted.get(at).count() + 1));
        } else if (counted.size() < CANDIDATES) {
            counted.add(new AccessProfile.Next<>(next, 1));
        } else {
            counted.set(
                    rarest, new AccessProfile.Next<>(next, counted.get(rarest).count() + 1));
        }
        return new AccessProfile.Followers<>(known.total() + 1, List.copyOf(counted));
    }

    /** Makes room: at least half of what is known only once or twice goes. */
    private void halve() {
        table.replaceAll((key, known) -> known.halved());
        table.values().removeIf(known -> known.total() < 1);
        if (table.size() >= capacity) { // all are seen often: any of them
            Set<K> some = new HashSet<>(
                    table.keySet().stream().limit(capacity / 8 + 1).toList());
            table.keySet().removeAll(some);
        }
    }

    /** Somebody fetches ahead what follows this key. */
    void predicts(K key) {
        if (predicted.size() < capacity) {
            predicted.add(key);
        }
    }

    /** What is known of a key; null if nothing is. */
    AccessProfile.@Nullable Followers<K> of(K key) {
        return table.get(key);
    }

    Map<K, AccessProfile.Followers<K>> all() {
        return Map.copyOf(table);
    }

    void restore(Map<K, AccessProfile.Followers<K>> known) {
        known.forEach((key, followers) -> {
            if (table.size() < capacity) {
                table.put(key, followers);
            }
        });
    }
}
