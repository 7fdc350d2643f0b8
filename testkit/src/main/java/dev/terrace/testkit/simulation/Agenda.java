package dev.terrace.testkit.simulation;

import java.util.Arrays;
import java.util.NoSuchElementException;

/*
 * A binary heap whose events know their places, so that one is taken out again for the price of putting it in: nearly every
 * time-out is, and would otherwise be carried along until it is due.
 */
/** What is still to happen in one simulated history, in order. Not thread-safe. */
final class Agenda {

    private static final int GONE = -1;

    /** One thing that is to happen. */
    static final class Event {
        private final long at;
        private final long order;
        private final Runnable task;
        private int place = GONE;

        private Event(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        long at() {
            return at;
        }

        Runnable task() {
            return task;
        }

        private boolean isBefore(Event other) {
            return at < other.at || (at == other.at && order < other.order);
        }
    }

    private static final Event NOTHING = new Event(0, 0, () -> {});

    private Event[] heap = new Event[256];
    private int size;
    private long added;

    /** Plans a task. Of two at the same moment, the one that was added first comes first. */
    Event add(long at, Runnable task) {
        Event event = new Event(at, added++, task);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        up(size++, event);
        return event;
    }

    /** Takes what happens next. */
    Event next() {
        if (size == 0) {
            throw new NoSuchElementException("nothing is planned any more");
        }
        Event first = heap[0];
        remove(first);
        return first;
    }

    /** Takes an event out, if it is still there. */
    void remove(Event event) {
        int hole = event.place;
        if (hole == GONE) {
            return;
        }
        event.place = GONE;
        Event last = heap[--size];
        heap[size] = NOTHING;
        if (last == event) {
            return;
        }
        if (hole > 0 && last.isBefore(heap[(hole - 1) >>> 1])) {
            up(hole, last);
        } else {
            down(hole, last);
        }
    }

    private void up(int from, Event event) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!event.isBefore(heap[parent])) {
                break;
            }
            set(hole, heap[parent]);
            hole = parent;
        }
        set(hole, event);
    }

    private void down(int from, Event event) {
        int hole = from;
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(event)) {
                break;
            }
            set(hole, heap[child]);
            hole = child;
        }
        set(hole, event);
    }

    private void set(int place, Event event) {
        heap[place] = event;
        event.place = place;
    }
}
