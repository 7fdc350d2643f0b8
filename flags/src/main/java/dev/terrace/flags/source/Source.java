package dev.terrace.flags.source;

/**
 * A place that documents of flags come from: a watched file, the class path, a store.
 *
 * <p>A source reads and hands over; it never judges. What it hands over is parsed, checked and put in force by the
 * {@link FlagFeed}, whose {@link Intake} it is given. A source may be used by one feed, once.
 *
 * <p>Implementations are thread-safe.
 *
 * @since 0.1.0
 */
public interface Source {

    /**
     * Says in a few words what and where this source is, without secrets, for messages. It is also what the last known good
     * is known by: it must stay the same across restarts, and differ from that of other sources.
     *
     * @return such as {@code file conf/flags.yaml}
     */
    String description();

    /**
     * Begins to hand over: what there is as soon as it is known, later whatever is new. The first word must come soon, be it
     * only that the source cannot be reached ({@link Intake#unavailable}), since the start waits for it. Called once.
     *
     * @param intake takes documents, from any thread
     * @throws IllegalStateException if this can never work, with the setting and the cure; the start fails with it
     */
    void open(Intake intake);

    /**
     * Tells whether whoever changes this source's content leaves an audit record. If so, its documents cause no
     * {@link SourceEvent.Arrived}.
     *
     * @return false unless every change has its record already
     */
    default boolean isAudited() {
        return false;
    }

    /** Ends it. What it hands over afterwards is ignored. Idempotent. */
    void close();
}
