package dev.terrace.cache.jdbc;

import java.util.Collection;

/** Whoever waits for an answer. Thread-safe. */
interface Patience {

    /** Of upkeep, for which nobody waits. */
    Patience ENDLESS = new Patience() {
        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void waitsForConnection(boolean waits) {}
    };

    /** Whether nobody waits any more. What has not begun by then must not begin: a write would come too late. */
    boolean isOver();

    /** Notes that the wait is now for a connection, or no longer. */
    void waitsForConnection(boolean waits);

    /** All of several: over when all are over. */
    static Patience of(Collection<? extends Patience> several) {
        return new Patience() {
            @Override
            public boolean isOver() {
                return several.stream().allMatch(Patience::isOver);
            }

            @Override
            public void waitsForConnection(boolean waits) {
                several.forEach(each -> each.waitsForConnection(waits));
            }
        };
    }
}
