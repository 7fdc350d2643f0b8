package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/*
 * Setting a timer wakes the thread of the timers, which costs a good part of what a call costs that is watched here. So no call sets one. One timer
 * stays: it goes off when the call ought to have ended for which it was set, and looks what is under way then. Nothing: there is none until the next call begins.
 * A call that has begun since: it is set for that one's end. A call whose time is over: that one is cut. So each is cut when its time is over, and a
 * timer goes off once in a call's time at most. Only a call with a shorter time than the one before sets it anew.
 *
 * State, under this object's lock: `untilNanos` while `underWay`; `setFor` while there is a timer; `cut` once and for all. What cuts runs
 * outside the lock. Whoever ends a call learns under the lock whether it was cut, or will be at any moment, and uses what is watched no more.
 */
/** Cuts calls that take too long. Thread-safe; calls come one at a time. */
final class Watch {

    private final Time time;
    private final Runnable cutter;
    private boolean underWay;
    private boolean cut;
    private long untilNanos;
    private long setFor;
    private Time.@Nullable Timer timer;

    /** One that cuts by something short, which must not block. */
    Watch(Time time, Runnable cutter) {
        this.time = time;
        this.cutter = cutter;
    }

    /** A call begins, which may take so long; answers the time. */
    synchronized long begin(Duration limit) {
        long now = time.nanoTime();
        untilNanos = now + limit.toNanos();
        underWay = true;
        if (timer != null && untilNanos - setFor < 0) {
            timer.cancel();
            timer = null;
        }
        if (timer == null) {
            set(now);
        }
        return now;
    }

    /** The call is over; answers whether it was not cut. */
    synchronized boolean end() {
        underWay = false;
        return !cut;
    }

    /** There will be no more calls. */
    synchronized void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void set(long now) {
        long goal = untilNanos;
        setFor = goal;
        timer = time.schedule(Duration.ofNanos(Math.max(0, goal - now)), () -> wentOff(goal));
    }

    private void wentOff(long goal) {
        synchronized (this) {
            if (timer == null || setFor != goal) {
                return; // it was cancelled too late
            }
            timer = null;
            if (!underWay) {
                return;
            }
            long now = time.nanoTime();
            if (untilNanos - now > 0) {
                set(now);
                return;
            }
            cut = true;
        }
        cutter.run();
    }
}
