package dev.terrace.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * Each call that has ended gives its turn to the next one, so that no caller holds or waits for more places than he can use. Turns are
 * counted and one thread at a time serves them, so that a call which ends inside its own beginning makes no deep stack.
 */
/** The calls of one caller, begun in order, so many at a time. Thread-safe. */
final class Calls {

    private final List<? extends Call<?, ?>> calls;
    private final AtomicInteger turns = new AtomicInteger();
    private int next; // of whoever serves turns

    Calls(List<? extends Call<?, ?>> calls) {
        this.calls = calls;
    }

    void begin(int atATime) {
        for (int i = 0; i < Math.min(atATime, calls.size()); i++) {
            turn();
        }
    }

    private void turn() {
        if (turns.getAndIncrement() != 0) {
            return; // whoever serves sees it
        }
        do {
            beginNext();
        } while (turns.decrementAndGet() != 0);
    }

    /** Passes over those that others have begun, and those that are refused. */
    private void beginNext() {
        boolean begun = false;
        while (!begun && next < calls.size()) {
            begun = calls.get(next++).request(this::turn);
        }
    }
}
