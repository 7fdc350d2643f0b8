package dev.terrace.cache.analytics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a verifier has found. Thread-safe. */
final class Tallies<K> {

    /** Finds whose keys are kept. */
    static final int MOST_FOUND = 100;

    /** What came of looking at one place. */
    enum Outcome {
        CONSISTENT,
        INCONSISTENT,
        UNDECIDED,
        NOTHING
    }

    private final List<Duration> delays;
    private final Map<String, long[][]> byPlace = new LinkedHashMap<>();
    private final Deque<Inconsistency<K>> found = new ArrayDeque<>();

    Tallies(List<String> places, List<Duration> delays) {
        this.delays = delays;
        places.forEach(place -> byPlace.put(place, new long[delays.size()][Outcome.values().length]));
    }

    synchronized void add(String place, int delay, Outcome outcome) {
        long[][] counts = byPlace.get(place);
        if (counts != null) {
            counts[delay][outcome.ordinal()]++;
        }
    }

    /** The same outcome everywhere. */
    synchronized void addAll(int delay, Outcome outcome) {
        byPlace.values().forEach(counts -> counts[delay][outcome.ordinal()]++);
    }

    synchronized void found(Inconsistency<K> find) {
        found.addLast(find);
        if (found.size() > MOST_FOUND) {
            found.removeFirst();
        }
    }

    synchronized List<Inconsistency<K>> found() {
        return List.copyOf(found);
    }

    synchronized List<Consistency> report() {
        List<Consistency> all = new ArrayList<>();
        byPlace.forEach((place, counts) -> {
            for (int i = 0; i < delays.size(); i++) {
                long[] of = counts[i];
                long inconsistent = of[Outcome.INCONSISTENT.ordinal()];
                all.add(new Consistency(
                        place,
                        delays.get(i),
                        of[Outcome.CONSISTENT.ordinal()] + inconsistent,
                        inconsistent,
                        of[Outcome.UNDECIDED.ordinal()],
                        of[Outcome.NOTHING.ordinal()]));
            }
        });
        return all;
    }
}
