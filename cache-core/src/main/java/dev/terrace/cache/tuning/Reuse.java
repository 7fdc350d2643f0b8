package dev.terrace.cache.tuning;

/**
 * How keys came again in a period, by a sample of the keys: each key is in it with all its reads, or not at all. Immutable and
 * thread-safe.
 *
 * @param keys keys of the sample that were read
 * @param reads reads of these
 * @param once keys among them that were read once
 * @param hottestReads reads of the hottest hundredth of these keys, of one key at least
 * @param again misses on the heap of keys that had missed there before
 * @param expired those among {@code again} that came when the life of what the miss before had brought was over
 * @param expiredWithinTwice those among {@code expired} that a life twice as long would have answered
 * @param expiredHot those among {@code expired} whose key had been read {@value #HOT} times and more during that life
 * @since 0.1.0
 */
public record Reuse(
        long keys,
        long reads,
        long once,
        long hottestReads,
        long again,
        long expired,
        long expiredWithinTwice,
        long expiredHot) {

    /** From how many reads during one life on a key counts as hot. */
    public static final int HOT = 8;

    /** Checks that parts are not more than the whole. */
    public Reuse {
        boolean sound = once >= 0
                && once <= keys
                && keys <= reads
                && hottestReads >= 0
                && hottestReads <= reads
                && again >= 0
                && again <= reads
                && expired >= 0
                && expired <= again
                && expiredWithinTwice >= 0
                && expiredWithinTwice <= expired
                && expiredHot >= 0
                && expiredHot <= expired;
        if (!sound) {
            throw new IllegalArgumentException("a Reuse has parts that are negative or more than the whole");
        }
    }
}
