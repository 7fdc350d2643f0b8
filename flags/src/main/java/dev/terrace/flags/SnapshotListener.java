package dev.terrace.flags;

/**
 * Is told when flags are evaluated by another snapshot; see {@link Flags#addListener}.
 *
 * <p>Implementations are called by one thread at a time, and should not block: whoever replaces the snapshot waits.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SnapshotListener {

    /**
     * Called after each replacement. {@link Snapshot#changedSince} says which flags differ.
     *
     * @param before what was evaluated until now
     * @param now what is evaluated from now on
     */
    void replaced(Snapshot before, Snapshot now);
}
