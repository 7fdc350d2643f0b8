package dev.terrace.cache.profile;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 * A ring of keys, written by many and emptied by one. A writer takes the next place and writes there, whatever stands in it: nobody waits, and
 * where the reader is too slow the oldest are lost. He is told how many there would have been, and gives each of the others more weight.
 *
 * The thread's id is written before the key. A reader may meet the key of one writer with the thread of the next; that is one wrong
 * pair of successors, at a time when reads are lost anyway. A place that was taken and is not written yet is skipped.
 */
/** Keys on their way to the sketch. Thread-safe; {@link #drain} is for one thread at a time. */
final class Notes<K> {

    /** Takes a key out of the ring. */
    interface Taker<K> {

        /**
         * One key.
         *
         * @param weight for how many it stands, one or more where some were lost
         */
        void take(K key, long thread, double weight);
    }

    private final AtomicReferenceArray<@Nullable K> keys;
    private final long[] threads;
    private final int mask;
    private final AtomicInteger tail = new AtomicInteger();
    private volatile int head;

    /** A ring of so many places, a power of two. */
    Notes(int places) {
        keys = new AtomicReferenceArray<>(places);
        threads = new long[places];
        mask = places - 1;
    }

    /** Notes a key; answers whether another half of the ring is full, so that it should be emptied. */
    boolean add(K key, long thread) {
        int place = tail.getAndIncrement();
        threads[place & mask] = thread;
        keys.setRelease(place & mask, key);
        return (place & (mask >> 1)) == mask >> 1;
    }

    /** Whether there is something to be taken out. */
    boolean isWaiting() {
        return tail.get() != head;
    }

    /** Empties the ring, in the order of the notes; answers how many were made since it was emptied last. */
    int drain(Taker<? super K> taker) {
        int until = tail.get();
        int made = until - head;
        int held = Math.min(made, mask + 1);
        double weight = held == 0 ? 1 : (double) made / held;
        for (int place = until - held; place != until; place++) {
            K key = keys.getAndSet(place & mask, null);
            if (key != null) {
                taker.take(key, threads[place & mask], weight);
            }
        }
        head = until;
        return made;
    }
}
