package dev.terrace.cache.analytics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/*
 * Readers leave sampled reads here, and whoever drains takes them out. Each stripe is a ring with many producers and one consumer: a producer
 * takes a place by compare-and-set on the tail, writes the word, then publishes the key with release; the consumer reads the key with
 * acquire, so that it sees the word, clears the place and moves the head, which frees it. A place that is taken and not written yet ends the
 * consumer's round for this stripe; it comes again. Nothing is allocated, and nobody waits: where there is no room the read is dropped and
 * counted.
 *
 * A thread always uses the same stripe, so that its reads stay in their order, which simulations rest on. Between stripes the consumer takes
 * turns. The head is moved once for some reads, since each move takes the line from the producers' cores.
 */
/** A bounded ring of sampled reads. Thread-safe for any number of producers and one consumer. */
final class SampleRing<K> {

    /** Places of a stripe. */
    static final int PLACES = 4_096;

    private static final int STRIPES =
            Math.min(4, highestPowerOfTwo(Runtime.getRuntime().availableProcessors()));
    private static final int ROUNDS_BEFORE_FREEING = 256;

    private final Stripe<K>[] stripes;
    private final LongAdder dropped = new LongAdder();

    /** Takes what is drained. */
    @FunctionalInterface
    interface Taker<K> {
        void take(K key, long word);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what is put there below
    SampleRing() {
        stripes = new Stripe[STRIPES];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe<>();
        }
    }

    private static int highestPowerOfTwo(int number) {
        return Integer.highestOneBit(Math.max(1, number));
    }

    /** Leaves a read, or drops it. */
    void offer(K key, long word) {
        int stripe = (int) Thread.currentThread().getId() & (stripes.length - 1);
        if (!stripes[stripe].offer(key, word)) {
            dropped.increment();
        }
    }

    /** Takes out what is there, some at most; answers how many. */
    int drain(Taker<? super K> taker, int most) {
        int taken = 0;
        int round = 0;
        boolean more = true;
        while (more && taken < most) {
            more = false;
            for (Stripe<K> stripe : stripes) {
                if (stripe.poll(taker)) {
                    taken++;
                    more = true;
                }
            }
            if (++round % ROUNDS_BEFORE_FREEING == 0) {
                free();
            }
        }
        free();
        return taken;
    }

    private void free() {
        for (Stripe<K> stripe : stripes) {
            stripe.free();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    private static final class Stripe<K> {

        private final AtomicReferenceArray<K> keys = new AtomicReferenceArray<>(PLACES);
        private final long[] words = new long[PLACES];
        private final AtomicLong tail = new AtomicLong();
        private volatile long head;
        /** Where the consumer is. */
        private long next;

        boolean offer(K key, long word) {
            long at;
            do {
                at = tail.get();
                if (at - head >= PLACES) {
                    return false;
                }
            } while (!tail.compareAndSet(at, at + 1));
            int place = (int) at & (PLACES - 1);
            words[place] = word;
            keys.setRelease(place, key);
            return true;
        }

        @SuppressWarnings("NullAway") // an empty place holds null, which the array's type cannot say
        boolean poll(Taker<? super K> taker) {
            int place = (int) next & (PLACES - 1);
            K key = keys.getAcquire(place);
            if (key == null) {
                return false;
            }
            long word = words[place];
            keys.setPlain(place, null);
            next++;
            taker.take(key, word);
            return true;
        }

        void free() {
            if (head != next) {
                head = next;
            }
        }
    }
}
