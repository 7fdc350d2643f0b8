package dev.terrace.cache.analytics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
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
    private final Map<String, List<Map<Outcome, Long>>> byPlace = new LinkedHashMap<>();
    private final Deque<Inconsistency<K>> found = new ArrayDeque<>();

    Tallies(List<String> places, List<Duration> delays) {
        this.delays = delays;
        for (String place : places) {
            List<Map<Outcome, Long>> counts = new ArrayList<>();
            delays.forEach(delay -> counts.add(new EnumMap<>(Outcome.class)));
            byPlace.put(place, counts);
        }
    }

    synchronized void add(String place, int delay, Outcome outcome) {
        List<Map<Outcome, Long>> counts = byPlace.get(place);
        if (counts != null) {
            counts.get(delay).merge(outcome, 1L, Long::sum);
        }
    }

    /** The same outcome everywhere. */
    synchronized void addAll(int delay, Outcome outcome) {
        byPlace.values().forEach(counts -> counts.get(delay).merge(outcome, 1L, Long::sum));
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
                all.add(report(place, delays.get(i), counts.get(i)));
            }
        });
        return all;
    }

    private static Consistency report(String place, Duration delay, Map<Outcome, Long> counts) {
        long inconsistent = counts.getOrDefault(Outcome.INCONSISTENT, 0L);
        return new Consistency(
                place,
                delay,
                counts.getOrDefault(Outcome.CONSISTENT, 0L) + inconsistent,
                inconsistent,
                counts.getOrDefault(Outcome.UNDECIDED, 0L),
                counts.getOrDefault(Outcome.NOTHING, 0L));
    }
}
