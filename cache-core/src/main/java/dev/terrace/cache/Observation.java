package dev.terrace.cache;

import dev.terrace.cache.internal.log.View;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A hit is looked at once for all observers. `wanted` has a bit for each that wants to be asked, and one that says that some are drawn; a hit of
 * a cache whose observers rest reads it, finds 0, and is done. There is one draw, as often as who wants the most of it; the others have some of
 * what is drawn left out, again by chance, so that for each of them every hit is as likely as the next.
 *
 * A hit looks with `due`, which is small enough to become part of the read; `hit` is not, and a read that called both in one would pay for the call.
 *
 * What is wanted is changed under the lock of this object, which readers never take. They read `wanted` without order: a hit that is told to
 * who rests since a moment ago does no harm, nor does one that is not told to who has just woken.
 */
/** Tells the observers of one cache of its reads. Never throws, once they have begun. Thread-safe. */
final class Observation<K> {

    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private static final VarHandle WANTED = wantedHandle();
    /** Some hits are drawn; the bits below are those of the observers. */
    private static final long DRAWS = 1L << 62;
    /** Whoever comes after so many has a bit with others. */
    private static final int BITS = 62;

    private final String cache;
    private final View view;
    private final Told<K>[] observers;
    private final Draw draw = new Draw();
    private final AtomicBoolean failed = new AtomicBoolean();

    @SuppressWarnings({"FieldMayBeFinal", "UnusedVariable"}) // read and written through WANTED
    private long wanted;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what the list holds
    Observation(String cache, View view, List<ReadObserver<? super K>> observers) {
        this.cache = cache;
        this.view = view;
        this.observers = new Told[observers.size()];
        for (int i = 0; i < this.observers.length; i++) {
            this.observers[i] = new Told<>(observers.get(i), 1L << Math.min(i, BITS - 1));
        }
        settle();
    }

    /** One observer, and what it wants. */
    private static final class Told<K> {

        final ReadObserver<? super K> observer;
        final long bit;
        volatile int interval;
        volatile boolean asked = true;

        Told(ReadObserver<? super K> observer, long bit) {
            this.observer = observer;
            this.bit = bit;
        }
    }

    /** Lends the observers what they say through which hits they want; to be called once, before the first read. */
    void begin() {
        for (Told<K> told : observers) {
            told.observer.begins(new ObservedHits() {
                @Override
                public void ask(boolean each) {
                    told.asked = each;
                    settle();
                }

                @Override
                public void draw(int interval) {
                    if (interval < 0 || interval > LONGEST) {
                        throw new IllegalArgumentException("the interval must be 0 to " + LONGEST + ": " + interval);
                    }
                    told.interval = interval;
                    settle();
                }
            });
        }
    }

    /** Brings what is wanted together. */
    private synchronized void settle() {
        long bits = 0;
        int shortest = 0;
        for (Told<K> told : observers) {
            bits |= told.asked ? told.bit : 0;
            int interval = told.interval;
            if (interval > 0 && (shortest == 0 || interval < shortest)) {
                shortest = interval;
            }
        }
        if (shortest > 0) {
            draw.every(shortest);
            bits |= DRAWS;
        }
        WANTED.setOpaque(this, bits);
    }

    /** The heap has answered a read, or has not. */
    void read(K key, @Nullable Entry<?> entry) {
        if (entry == null) {
            missed(key);
            return;
        }
        long due = due();
        if (due != 0) {
            hit(key, entry, due);
        }
    }

    /** Whom this hit concerns, for {@link #hit}; 0 for nobody. To be called once for each. */
    long due() {
        long now = (long) WANTED.getOpaque(this);
        return now >= DRAWS && !draw.takes() ? now - DRAWS : now;
    }

    /** The heap could not answer a read. */
    void missed(K key) {
        try {
            for (Told<K> told : observers) {
                told.observer.missed(key);
            }
        } catch (RuntimeException failure) {
            complain(failure);
        }
    }

    /** The heap has answered a read that concerns somebody. */
    void hit(K key, Entry<?> entry, long due) {
        try {
            for (Told<K> told : observers) {
                boolean lot = due >= DRAWS && isFor(told.interval);
                if (((due & told.bit) != 0 && told.asked && told.observer.samples(key)) || lot) {
                    told.observer.hit(key, entry.age(view.coarseNanos()), lot);
                }
            }
        } catch (RuntimeException failure) {
            complain(failure);
        }
    }

    /** Whether what was drawn is drawn for one who wants it so often. */
    private boolean isFor(int interval) {
        int shortest = draw.interval();
        return interval > 0
                && (interval <= shortest || ThreadLocalRandom.current().nextInt(interval) < shortest);
    }

    private void complain(RuntimeException failure) {
        if (!failed.getAndSet(true)) {
            LOG.warn("An observer of cache '{}' throws; it misses reads, and this is said once", cache, failure);
        }
    }

    private static VarHandle wantedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Observation.class, "wanted", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
