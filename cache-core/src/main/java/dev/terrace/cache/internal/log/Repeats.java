package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Name;

/*
 * What survivors append again to a new log are names alone. Where such a name is a key, a tier may hold a value of it that was stored
 * under the new epoch before, and no removal stands in its place. Whoever reads the name knows. Whoever comes when the log has
 * forgotten the key does not, and would trust the value.
 *
 * So the last name of each such append is a mark, which logs never forget as it is of the kind of whole caches. It says up to where
 * keys were appended again. A node that has missed keys, because the log or it has forgotten them, trusts nothing that stands
 * below both: up to where it has missed some, and up to the mark. That is what was stored in the first moments of an epoch.
 */
/** Keys that were appended again, and may have been missed. Written under the view's lock, read without. */
final class Repeats {

    /** No cache has this name. */
    static final Name MARK = Name.cache("*");

    private final Mark last;
    private volatile long missedTo;

    Repeats(Mark last) {
        this.last = last;
    }

    /** Another log, which has forgotten the keys up to a sequence. */
    void restart(long keyHorizon) {
        missedTo = keyHorizon;
    }

    /** The log has forgotten keys up to a sequence, of which some were not read here. */
    void missed(long keyHorizon) {
        missedTo = Math.max(missedTo, keyHorizon);
    }

    /**
     * The position that an entry must have at least.
     *
     * @param forgotten up to which sequence this node has forgotten keys
     */
    long floor(long forgotten) {
        return Math.min(Math.max(missedTo, forgotten), last.sequence());
    }
}
