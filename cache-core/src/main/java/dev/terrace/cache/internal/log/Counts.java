package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Position;

/**
 * A moment of the view.
 *
 * @param position what was reached
 * @param lag how many sequences beyond it are known to exist
 * @param epochs how many logs were met, the first included
 * @param gaps how often the log no longer reached back
 * @param forks how often the log went back, or had lost an append that it had acknowledged to this node
 * @param applied records of other nodes that took effect here
 * @param names how many names are remembered
 * @param pending how many own names wait for their acknowledgement
 * @param appendedAgain names that were sent again because a log was lost
 */
public record Counts(
        Position position,
        long lag,
        long epochs,
        long gaps,
        long forks,
        long applied,
        int names,
        int pending,
        long appendedAgain) {}
