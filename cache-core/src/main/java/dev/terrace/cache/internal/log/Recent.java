package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Name;

/*
 * Where invalidations of other names arrive all the time, nearly every hit has to be judged again, and looking its names up in tables of a
 * million is dear. Most entries were believed a few changes ago. So the last changes are kept in a ring, by generation: an entry that none of
 * those since it was believed touches is trusted still.
 *
 * A change is a name's fingerprint; NOTHING, where only time has passed; or ANYTHING, where more was changed than one name. What a fingerprint
 * seems to touch is looked up in the tables, which decide.
 *
 * Written under the view's lock, before the generation is published that it belongs to. Read without: whoever has read some places then reads
 * the generation once more. If the ring has not come round to what he has read by then, he has read what stood there.
 */
/** The last changes of a view, by generation. Written under the view's lock, read without. */
final class Recent {

    static final int KEPT = 256;
    /** More are dearer than the tables. */
    static final int SCANNED = 16;

    private static final int MASK = KEPT - 1;
    private static final long NOTHING = 0;
    private static final long ANYTHING = Long.MIN_VALUE;

    private final long[] changes = new long[KEPT];

    /** The change that leads to a generation begins; so far only time has passed. */
    void begin(long generation) {
        changes[(int) generation & MASK] = NOTHING;
    }

    /** It changes a name. */
    void name(long generation, Name name) {
        boolean single = name.kind() == Name.Kind.KEY || name.kind() == Name.Kind.DEPENDENCY;
        int place = (int) generation & MASK;
        long fingerprint = name.fingerprint();
        boolean first = changes[place] == NOTHING && fingerprint != NOTHING;
        changes[place] = single && first ? fingerprint : ANYTHING;
    }

    /** It changes more than a name. */
    void anything(long generation) {
        changes[(int) generation & MASK] = ANYTHING;
    }

    /**
     * Whether none of the changes after one generation and up to another touches a key or names. It holds only if fewer than {@link #KEPT}
     * lie between the first and the one that the view has afterwards.
     */
    boolean isUntouched(long believed, long generation, long key, long[] names) {
        long since = generation - believed;
        if (since < 0 || since > SCANNED) {
            return false;
        }
        for (long at = believed + 1; at <= generation; at++) {
            long change = changes[(int) at & MASK];
            if (change != NOTHING && (change == ANYTHING || change == key || contains(names, change))) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(long[] names, long change) {
        for (long name : names) {
            if (name == change) {
                return true;
            }
        }
        return false;
    }
}
