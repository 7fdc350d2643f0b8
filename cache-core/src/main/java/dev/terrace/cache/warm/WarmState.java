package dev.terrace.cache.warm;

/**
 * What a run of a warming is doing, or how it has ended.
 *
 * @since 0.1.0
 */
public enum WarmState {
    /** It goes on. */
    RUNNING,
    /** All keys of its source were asked for. */
    DONE,
    /** The heap is full; the keys that are left are colder than what is there. */
    FULL,
    /** Somebody has cancelled it. */
    CANCELLED,
    /** Its source has failed, or batch after batch; what was warm by then stays. */
    FAILED;

    /**
     * Whether it is over.
     *
     * @return true for all but {@link #RUNNING}
     */
    public boolean isOver() {
        return this != RUNNING;
    }
}
