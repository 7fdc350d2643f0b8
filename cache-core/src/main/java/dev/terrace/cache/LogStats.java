package dev.terrace.cache;

import java.time.Duration;

/**
 * What a node knows of its invalidation log. Immutable and thread-safe.
 *
 * @param epoch which log it is, 0 if none was ever reached
 * @param sequence how far it was read
 * @param age how long ago that was asked for which was read last, on this node's monotonic clock; since the start if nothing was
 * @param lag how many invalidations beyond {@code sequence} this node has heard of
 * @param epochs how many logs were met, the first included; above 1 the log was lost or replaced
 * @param gaps how often the log no longer reached back to where this node stood
 * @param forks how often the log went back behind what was read, or had lost what it had acknowledged to this node
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
        Duration age,
        long lag,
        long epochs,
        long gaps,
        long forks,
        long applied,
        int names,
        int pending,
        long appendedAgain,
        long silences,
        long widened) {}
