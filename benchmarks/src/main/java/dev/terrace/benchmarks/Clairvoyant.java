package dev.terrace.benchmarks;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Who is held stands in a set of places: where each key is asked for next. So a request is a hit if its own place is in the set, and what to give up
 * is the last place of all.
 */
/**
 * The most hits that any policy could have, of one that knows what will be asked: it gives up what is asked for last, and need not store what
 * it has loaded (L. A. Bélády, A study of replacement algorithms for a virtual-storage computer, IBM Systems Journal 5(2), 1966).
 * Stateless.
 */
final class Clairvoyant {

    private static final int NEVER = Integer.MAX_VALUE;

    private Clairvoyant() {}

    /** The share of hits among some requests with room for so many keys. */
    static double hitRatio(Requests requests, int bound) {
        int[] next = next(requests.keys());
        BitSet held = new BitSet(next.length);
        int count = 0;
        int last = -1;
        long hits = 0;
        for (int at = 0; at < next.length; at++) {
            if (held.get(at)) {
                held.clear(at);
                hits++;
                count--;
                last = count == 0 ? -1 : last;
            }
            int wanted = next[at];
            if (wanted == NEVER) {
                continue;
            }
            if (count < bound) {
                held.set(wanted);
                count++;
                last = Math.max(last, wanted);
            } else if (wanted < last) {
                held.set(wanted);
                held.clear(last);
                last = held.previousSetBit(last);
            }
        }
        return (double) hits / next.length;
    }

    /** Where each key is asked for the next time. */
    private static int[] next(int[] keys) {
        int[] next = new int[keys.length];
        Arrays.fill(next, NEVER);
        Map<Integer, Integer> before = new HashMap<>();
        for (int at = 0; at < keys.length; at++) {
            @Nullable Integer earlier = before.put(keys[at], at);
            if (earlier != null) {
                next[earlier] = at;
            }
        }
        return next;
    }
}
