package dev.terrace.benchmarks;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a node serves after others have changed some of what it holds.
 *
 * @param stale reads of changed keys that showed the old version
 * @param unanswered reads of any key that failed, or found nothing
 * @param kept other keys that it still holds near
 */
record Stale(int stale, int unanswered, int kept) {

    /** Reads a key's version; negative if there is none. */
    @FunctionalInterface
    interface Read {
        int version(int key);
    }

    /**
     * Looks at every key once.
     *
     * @param keys how many there are
     * @param changed how many of them, the first ones, have changed
     * @param near whether the node holds a key near; all are asked before any is read
     * @param read reads as a user does
     * @param source the version that a key has by now
     */
    static Stale of(int keys, int changed, IntPredicate near, Read read, Read source) {
        int kept = 0;
        for (int key = changed; key < keys; key++) {
            kept += near.test(key) ? 1 : 0;
        }
        int stale = 0;
        int unanswered = 0;
        for (int key = 0; key < keys; key++) {
            int version = read.version(key);
            unanswered += version < 0 ? 1 : 0;
            stale += key < changed && version >= 0 && version != source.version(key) ? 1 : 0;
        }
        return new Stale(stale, unanswered, kept);
    }

    /** Of several rounds: the stale and the unanswered of all, and the least that was kept. */
    static Stale of(List<Stale> rounds) {
        return new Stale(
                rounds.stream().mapToInt(Stale::stale).sum(),
                rounds.stream().mapToInt(Stale::unanswered).sum(),
                rounds.stream().mapToInt(Stale::kept).min().orElse(0));
    }
}
