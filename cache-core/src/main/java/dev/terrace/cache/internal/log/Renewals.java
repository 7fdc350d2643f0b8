package dev.terrace.cache.internal.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A node remembers so many changed keys; then the older half of them is forgotten, and an entry on the heap that was last judged before
 * cannot be vouched for. Entries that are read are judged by that. Those that are not read for long would be lost to changes of keys that
 * have nothing to do with them, and where the heap is the only tier nobody could bring them back.
 *
 * So heaps are judged in rounds, by the number of keys that were changed: one round of all entries for each sixth of the keys that are held.
 * A heap that grows meanwhile makes a round at most twice as long, and the rounds are at most a sixteenth behind: 2/6 + 1/16 is less than the
 * half that is forgotten at once. A thread of the namespace does it in slices. Whoever changes keys faster than that does the next slice
 * himself, so that changes cost what they make necessary.
 *
 * Entries whose life is over are not renewed, as being judged says that they may be served: they are given up when the keys are forgotten.
 */
/** Judges what heaps hold before the changes of keys are forgotten that it is judged by. Thread-safe. */
public final class Renewals {

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final int SLICES = 200;
    private static final int ROUNDS = 6;
    private static final int LATE = 16;

    /** A heap whose entries are to be judged. */
    public interface Held {

        /** How many entries there are, about. */
        long size();

        /** Judges the next entries, beginning again after the last; one caller at a time. */
        void renew(long steps);
    }

    private final View view;
    private final Executor executor;
    private final List<Held> heaps = new CopyOnWriteArrayList<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ReentrantLock turn = new ReentrantLock();
    private final int slice;
    private final int round;
    private final int late;
    /** The changes of keys for which entries were judged. Written by whose turn it is. */
    private volatile long paid;

    /** Judges by a view, on an executor. */
    public Renewals(View view, Executor executor) {
        this.view = view;
        this.executor = executor;
        int held = view.keys.maximum();
        slice = Math.max(1, held / SLICES);
        round = Math.max(1, held / ROUNDS);
        late = Math.max(1, held / LATE);
    }

    /** Takes a heap in. */
    public void add(Held heap) {
        heaps.add(heap);
    }

    /** To be called after keys were changed, here or elsewhere; returns at once unless the rounds are late. */
    public void changed() {
        long owed = view.keys.taken() - paid;
        if (owed >= late || owed < 0) { // less than none: of a log that was begun anew
            pay();
        } else if (owed >= slice && asked.compareAndSet(false, true)) {
            try {
                executor.execute(() -> {
                    asked.set(false);
                    pay();
                });
            } catch (RejectedExecutionException busy) {
                asked.set(false);
                LOG.debug("The next slice waits, all threads are busy");
            }
        }
    }

    private void pay() {
        turn.lock();
        try {
            long taken = view.keys.taken();
            long owed = taken - paid;
            if (owed > 0) {
                heaps.forEach(heap -> heap.renew(1 + heap.size() * Math.min(owed, round) / round));
            }
            paid = taken;
        } finally {
            turn.unlock();
        }
    }
}
