package dev.terrace.cache;

/**
 * What a node knows of its invalidation log. Immutable and thread-safe.
 *
 * @param epoch which log it is, 0 if none was ever reached
 * @param sequence how far it was read
 * @param epochs how many logs were met, the first included; above 1 the log was lost or replaced
 * @param gaps how often the log no longer reached back to where this node stood
 * @param applied invalidations of other nodes that took effect here
 * @param names names that this node remembers
 * @param pending own names whose invalidation the log has not acknowledged
 * @param appendedAgain invalidations that were sent again because the log that had taken them was lost, replaced or forked
 * @param silences how often no write had reached the log for longer than {@link Terrace.Builder#whenDisconnected allowed}
 * @param widened how often the queue overflowed and the whole namespace was invalidated instead
 * @since 0.1.0
 */
public record LogStats(
        long epoch,
        long sequence,
        long epochs,
        long gaps,
        long applied,
        int names,
        int pending,
        long appendedAgain,
        long silences,
        long widened) {}
