package dev.terrace.cache;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.function.Consumer;

/*
 * Closed, every call passes. ROW failures one after the other, or half of the last 32 calls, open it: calls are then refused at once, so that
 * nobody waits for what will not answer. After a pause one call is let through as a probe. A probe that fails opens it for twice as long, up
 * to LONGEST and less up to a quarter, so that nodes do not knock together; PROBES of them that succeed in a row, each alone, close it.
 * So a store that comes back is met by single calls first.
 *
 * Each permit is of an era, which ends whenever the state changes and with each probe. An outcome of another era than the present one says
 * nothing: calls that began before it opened end while it probes, and would close it or keep it open.
 *
 * `state` and `era` are read without the lock on the way of each call; everything is written under this object's lock. The last outcomes are
 * bits, the youngest lowest, and a success that changes none of them takes no lock.
 */
/** Keeps calls from a far tier that fails. Thread-safe. */
final class Breaker {

    static final int ROW = 5;
    static final int PROBES = 3;
    /** The permit of a call that may not be made. */
    static final long REFUSED = -1;

    static final Duration FIRST = Duration.ofMillis(200);
    /** Short enough for a store that is back to be used again within seconds. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int ROW_BITS = (1 << ROW) - 1;
    private static final int HALF = Integer.SIZE / 2;

    /** Whether calls pass. */
    enum State {
        /** All do. */
        CLOSED,
        /** None does before the pause is over. */
        OPEN,
        /** One at a time does. */
        PROBING
    }

    private final Time time;
    private final Consumer<State> changed;
    private final Backoff pauses = new Backoff(FIRST, LONGEST);
    private final long drawn;
    private volatile State state = State.CLOSED;
    private volatile int failures;
    private volatile long era;
    private long untilNanos;
    private int openings;
    private int succeededProbes;
    private boolean probing;

    Breaker(Time time) {
        this(time, state -> {});
    }

    /** One that tells what becomes of it, under its lock. */
    Breaker(Time time, Consumer<State> changed) {
        this.time = time;
        this.changed = changed;
        drawn = time.nanoTime(); // differs from node to node
    }

    State state() {
        return state;
    }

    /** Whether all calls pass, and the last one whose outcome is known has succeeded. */
    boolean isSound() {
        return state == State.CLOSED && (failures & 1) == 0;
    }

    /** What a call needs that is to be made now, and whose outcome must then be told with it; {@link #REFUSED} if it may not. */
    long permit() {
        long now = era; // first: should it have been opened and closed since, the outcome says nothing
        return state == State.CLOSED ? now : permitProbe();
    }

    /** The same where calls pass freely; what would be a probe is refused. */
    long permitUnlessProbe() {
        long now = era;
        return state == State.CLOSED ? now : REFUSED;
    }

    private synchronized long permitProbe() {
        if (state == State.OPEN && time.nanoTime() - untilNanos >= 0) {
            become(State.PROBING);
            succeededProbes = 0;
        }
        if (state == State.CLOSED) {
            return era;
        }
        if (state == State.OPEN || probing) {
            return REFUSED;
        }
        probing = true;
        return ++era;
    }

    /** A call that was permitted has been answered, in time. */
    void succeeded(long permit) {
        if (state != State.CLOSED || failures != 0) {
            told(permit, 0);
        }
    }

    /** A call that was permitted has failed, or was not answered in time. */
    void failed(long permit) {
        told(permit, 1);
    }

    private synchronized void told(long permit, int failure) {
        if (permit != era) {
            return;
        }
        if (state == State.CLOSED) {
            failures = failures << 1 | failure;
            if ((failures & ROW_BITS) == ROW_BITS || Integer.bitCount(failures) >= HALF) {
                open();
            }
        } else if (state == State.PROBING) {
            probing = false;
            if (failure == 1) {
                open();
            } else if (++succeededProbes == PROBES) {
                become(State.CLOSED);
                failures = 0;
                openings = 0;
            }
        }
    }

    private synchronized void become(State next) {
        state = next;
        era++;
        changed.accept(next);
    }

    private synchronized void open() {
        become(State.OPEN);
        failures = 0;
        untilNanos = time.nanoTime() + pauses.after(++openings, drawn).toNanos();
    }
}
