package dev.terrace.faults.history;

import java.util.List;

/**
 * All that is known of a run. Immutable and thread-safe.
 *
 * @param circumstances what its owner has to say
 * @param reads what was read, in no order
 * @param changes what was changed, in no order
 * @param failures what was thrown
 * @param polls reads of the log that have succeeded, in no order
 * @param beats writes to the log that prove its reach, in no order
 * @param pauses when a process did not run
 * @param survivors the nodes that have lived to the end
 */
public record History(
        Circumstances circumstances,
        List<Read> reads,
        List<Change> changes,
        List<Failure> failures,
        List<Contact> polls,
        List<Contact> beats,
        List<Pause> pauses,
        List<Integer> survivors) {

    /** Copies the lists. */
    public History {
        reads = List.copyOf(reads);
        changes = List.copyOf(changes);
        failures = List.copyOf(failures);
        polls = List.copyOf(polls);
        beats = List.copyOf(beats);
        pauses = List.copyOf(pauses);
        survivors = List.copyOf(survivors);
    }
}
