package dev.terrace.cache;

import java.util.EnumSet;
import java.util.Set;

/**
 * Settings of one listener.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ListenerSettings {

    /** How many events wait for a listener at most where nothing is said. */
    public static final int DEFAULT_MAXIMUM_WAITING = 4_096;

    private final Set<EventKind> kinds = EnumSet.complementOf(EnumSet.of(EventKind.HIT, EventKind.INVALIDATION_HEARD));
    private int waiting = DEFAULT_MAXIMUM_WAITING;

    ListenerSettings() {}

    /**
     * Says what the listener is told.
     *
     * @param first a kind; default all but {@link EventKind#HIT} and {@link EventKind#INVALIDATION_HEARD}
     * @param more further ones
     * @return this
     */
    public ListenerSettings kinds(EventKind first, EventKind... more) {
        kinds.clear();
        kinds.addAll(EnumSet.of(first, more));
        return this;
    }

    /**
     * Bounds the events that wait for the listener; further ones are dropped and counted.
     *
     * @param events the most events, positive; default {@value #DEFAULT_MAXIMUM_WAITING}
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public ListenerSettings maximumWaiting(int events) {
        waiting = (int) Settings.positive("maximumWaiting", events);
        return this;
    }

    Set<EventKind> kinds() {
        return kinds;
    }

    int maximumWaiting() {
        return waiting;
    }
}
