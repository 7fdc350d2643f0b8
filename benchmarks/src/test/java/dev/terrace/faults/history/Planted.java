package dev.terrace.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A history of two nodes and one key, made by hand. Times are in milliseconds; something is broken until 10,000. Not thread-safe. */
final class Planted {

    static final int KEY = 7;
    static final long EPOCH = 4;

    private final List<Read> reads = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Contact> polls = new ArrayList<>();
    private final List<Contact> beats = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final Map<Integer, Long> source = new HashMap<>();
    private List<Integer> survivors = List.of(0, 1);
    private List<Circumstances.Fault> faults = List.of(new Circumstances.Fault(nanos(0), nanos(10_000)));
    private long reconnects;
    private String policy = "RELOAD";

    /** Both nodes are in touch with the log at a time. */
    Planted connected(long... times) {
        for (long time : times) {
            for (int node = 0; node < 2; node++) {
                poll(node, time, EPOCH);
                beat(node, time);
            }
        }
        return this;
    }

    Planted poll(int node, long sent, long epoch) {
        polls.add(new Contact(node, nanos(sent), nanos(sent + 1), epoch));
        return this;
    }

    Planted beat(int node, long sent) {
        beats.add(new Contact(node, nanos(sent), nanos(sent + 1), 0));
        return this;
    }

    Planted logged(int node, long end, long version) {
        return change(node, end, version, true, EPOCH);
    }

    Planted queued(int node, long end, long version) {
        return change(node, end, version, false, 0);
    }

    Planted change(int node, long end, long version, boolean logged, long epoch) {
        changes.add(new Change(
                node, KEY, version, nanos(end - 2), nanos(end - 1), nanos(end), "INVALIDATE", logged, epoch));
        source.merge(KEY, version, Math::max);
        return this;
    }

    Planted read(int node, long start, long version) {
        reads.add(new Read(node, KEY, nanos(start), nanos(start) + 1, version));
        return this;
    }

    Planted failed(int node, long start, String call, String cause) {
        failures.add(new Failure(node, KEY, nanos(start), nanos(start + 1), call, cause));
        return this;
    }

    Planted pause(int node, long from, long to) {
        pauses.add(new Pause(node, nanos(from), nanos(to)));
        return this;
    }

    Planted source(long version) {
        source.put(KEY, version);
        return this;
    }

    Planted policy(String name) {
        policy = name;
        return this;
    }

    /** All is well between two times. */
    Planted calm(long from, long to) {
        faults = List.of(
                new Circumstances.Fault(nanos(0), nanos(from)), new Circumstances.Fault(nanos(to), nanos(10_000)));
        return this;
    }

    Planted reconnects(long millis) {
        reconnects = nanos(millis);
        return this;
    }

    /** Node 0 has died. */
    Planted dead() {
        survivors = List.of(1);
        return this;
    }

    Verdict verdict() {
        Circumstances circumstances = new Circumstances(
                "planted", 1, policy, nanos(2_000), 2, reconnects, faults, nanos(10_000), nanos(13_000), source);
        return Judge.of(new History(circumstances, reads, changes, failures, polls, beats, pauses, survivors));
    }

    static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
