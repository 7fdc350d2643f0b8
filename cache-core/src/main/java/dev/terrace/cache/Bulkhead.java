package dev.terrace.cache;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Places for so many guests, and a bounded queue of those who wait for one. A guest's standing is guarded by this lock; nothing of a
 * guest runs inside it.
 *
 * Who is wanted by a loader goes in at once and takes no place: the loader's own chain may hold them all, and it waits meanwhile.
 */
/** Bounds the calls of one cache's loaders. Thread-safe. */
final class Bulkhead {

    /** Somebody who wants in, once. */
    abstract static class Guest {
        private Standing standing = Standing.OUTSIDE; // guarded by the bulkhead
        private @Nullable Runnable afterwards; // the same

        /** Has been let in, and must leave; false if he has left already. Not called under a lock; never throws. */
        abstract boolean admitted();

        /** Was refused for good. Not called under a lock; never throws. */
        abstract void refused(CacheOverloadException overload);
    }

    private enum Standing {
        OUTSIDE,
        WAITS,
        INSIDE,
        INSIDE_WITHOUT_A_PLACE,
        GONE
    }

    private final String cache;
    private final int most;
    private final int mostWaiting;
    private final Set<Guest> waiting = new LinkedHashSet<>();
    private int inside;

    Bulkhead(String cache, LoadSettings settings) {
        this.cache = cache;
        most = settings.maximumConcurrent();
        mostWaiting = settings.maximumWaiting();
    }

    int most() {
        return most;
    }

    /**
     * Lets a guest in, now or when there is a place, or refuses him.
     *
     * @param afterwards runs once he has left, if it was this request that let him in
     * @return whether that will run; false if he was refused, or has asked before
     */
    boolean request(Guest guest, @Nullable Runnable afterwards) {
        boolean refused = false;
        synchronized (this) {
            if (guest.standing != Standing.OUTSIDE) {
                return false;
            }
            if (inside < most) {
                inside++;
                guest.standing = Standing.INSIDE;
            } else if (waiting.size() < mostWaiting) {
                waiting.add(guest);
                guest.standing = Standing.WAITS;
            } else {
                refused = true;
                guest.standing = Standing.GONE;
            }
            guest.afterwards = refused ? null : afterwards;
            if (guest.standing == Standing.WAITS) {
                return true;
            }
        }
        if (refused) {
            guest.refused(overload());
            return false;
        }
        return admit(guest);
    }

    /** Lets a guest in at once, unless he is in or was refused. */
    void hasten(Guest guest) {
        synchronized (this) {
            if (guest.standing != Standing.OUTSIDE && guest.standing != Standing.WAITS) {
                return;
            }
            waiting.remove(guest);
            guest.standing = Standing.INSIDE_WITHOUT_A_PLACE;
        }
        admit(guest);
    }

    private boolean admit(Guest guest) {
        if (!guest.admitted()) {
            leave(guest);
        }
        return true;
    }

    /** Gives a guest's place to the next. */
    void leave(Guest guest) {
        Guest leaving = guest;
        while (leaving != null) {
            Guest next = null;
            Runnable afterwards;
            synchronized (this) {
                if (leaving.standing == Standing.INSIDE) {
                    inside--;
                    next = inside < most ? first() : null;
                }
                leaving.standing = Standing.GONE;
                afterwards = leaving.afterwards;
                leaving.afterwards = null;
            }
            leaving = next == null || next.admitted() ? null : next;
            if (afterwards != null) {
                afterwards.run();
            }
        }
    }

    private @Nullable Guest first() {
        var guests = waiting.iterator();
        if (!guests.hasNext()) {
            return null;
        }
        Guest first = guests.next();
        guests.remove();
        inside++;
        first.standing = Standing.INSIDE;
        return first;
    }

    private CacheOverloadException overload() {
        return new CacheOverloadException("cache '" + cache + "' has " + most + " loads under way and " + mostWaiting
                + " waiting, as many as loads(settings -> settings.maximumConcurrent(...).maximumWaiting(...)) allow: raise one of them, make the "
                + "loader faster, or let staleIfError answer meanwhile");
    }
}
