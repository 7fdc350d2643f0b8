package dev.terrace.cache.analytics;

/*
 * How much is sampled. Of keys: as many as give the simulation of the present bound ROOM entries, since its error falls with their number;
 * a small heap is simulated as it is, from all reads. Never more than what KEY_READS a second come from, for each costs about a microsecond
 * of somebody's core; but not so few that less than LEAST_ROOM entries were left, which would tell nothing. Of reads: so that some
 * thousands a second are seen.
 *
 * Less is sampled at once, more only when it is wanted by twice the present share, at once where the heap has become smaller, else when that
 * has been so for a minute of looking: keys that join the sample have no history in the simulations, and what was measured before must be forgotten.
 *
 * Whether a key belongs to the sample has to be asked on each hit, and a small heap has several simulations. Where a second brings BUSY reads,
 * and some times as many as the heap has entries, such a second tells enough: then it rests for REST seconds after each.
 */
/** Decides the shares of keys and reads that are sampled. Guarded by whoever has it. */
final class Pace {

    /** Entries that the simulation of the present bound has room for, where load allows it. */
    static final int ROOM = 4_096;

    private static final int LEAST_ROOM = 64;
    private static final double KEY_READS = 50_000;
    private static final double READS = 5_000;
    private static final int LEAST_SHARE = Sampler.ALL >>> 16;
    private static final int FIRST_SHARE = Sampler.ALL >>> 4;
    private static final double CALM_SECONDS = 60;
    /** How much more a heap has to want to be one that has become smaller. */
    private static final double SMALLER = 1.5;

    private static final double BUSY = 200_000;
    /** The same for a heap of which there are several simulations. */
    private static final double BUSY_WITH_TWINS = 25_000;

    private static final double TURNS = 4;
    private static final double REST = 9;

    private boolean busy;
    private boolean resting;
    private double rested;
    private int keys;
    private int reads = FIRST_SHARE;
    private double calm;
    /** What the heap wanted the last time. */
    private double mostBefore;

    /** The bound of keys. */
    int keys() {
        return keys;
    }

    /** The bound of reads. */
    int reads() {
        return reads;
    }

    double keyRate() {
        return (double) keys / Sampler.ALL;
    }

    double readRate() {
        return (double) reads / Sampler.ALL;
    }

    /** Begins with what a heap of so many entries wants; without a heap, 0, no keys are sampled. */
    void begin(double entries) {
        mostBefore = byHeap(entries);
        keys = bound(mostBefore);
    }

    /**
     * Looks at a span of time.
     *
     * @param entries how many entries the heap has room for; 0 without a heap
     * @param keyReads sampled reads that were offered for their keys
     * @param allReads reads of the cache
     * @param seconds the span, positive
     * @return whether the share of keys has changed
     */
    boolean adapt(double entries, long keyReads, long allReads, double seconds) {
        boolean slept = resting;
        double busyFrom = Miniatures.hasTwins(entries, keys) ? BUSY_WITH_TWINS : BUSY;
        rest(allReads / seconds >= Math.max(busyFrom, TURNS * entries), seconds);
        return !slept && moved(entries, keyReads, allReads, seconds);
    }

    private void rest(boolean isBusy, double seconds) {
        busy = isBusy;
        if (!isBusy) {
            resting = false;
        } else if (!resting) {
            resting = true;
            rested = 0;
        } else {
            rested += seconds;
            resting = rested < REST;
        }
    }

    /** Whether nothing is sampled at present. */
    boolean isResting() {
        return resting;
    }

    /** How many seconds each second stands for in which reads are sampled. */
    int standsFor() {
        return busy ? 1 + (int) REST : 1;
    }

    private boolean moved(double entries, long keyReads, long allReads, double seconds) {
        reads = share(allReads / seconds);
        double most = byHeap(entries);
        double byLoad = keyReads == 0 ? 1 : keyRate() * KEY_READS * seconds / keyReads;
        double least = entries <= 0 ? 0 : Math.min(1, LEAST_ROOM / entries);
        double wanted = Math.max(Math.min(most, byLoad), Math.min(most, least));
        int bound = bound(wanted);
        boolean wantsMore = keys < bound && bound >= 2 * keys;
        boolean isSmaller = most > mostBefore * SMALLER;
        calm = wantsMore ? calm + seconds : 0;
        mostBefore = most;
        boolean more = wantsMore && (isSmaller || calm >= CALM_SECONDS);
        if (more || bound < keys * 0.75) {
            keys = bound;
            calm = 0;
            return true;
        }
        return false;
    }

    private static double byHeap(double entries) {
        return entries <= 0 ? 0 : Math.min(1, ROOM / entries);
    }

    private static int bound(double share) {
        return share <= 0 ? 0 : (int) Math.max(1, Math.round(share * Sampler.ALL));
    }

    /** A power of two, so that it does not change with each breath of the load. */
    private static int share(double readsPerSecond) {
        int share = Sampler.ALL;
        while (share > LEAST_SHARE && readsPerSecond * share / Sampler.ALL > READS) {
            share >>>= 1;
        }
        return share;
    }
}
