package dev.terrace.flags.internal.document;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a document, each thing once. Not thread-safe. */
public final class Faults {

    private static final int MOST = 1_000;

    private final Set<Fault> found = new LinkedHashSet<>();

    /** Notes one; what comes after the first thousand is left out. */
    public void add(Place place, String message, String cure) {
        if (found.size() < MOST) {
            found.add(new Fault(place.line(), place.path(), message, cure));
        }
    }

    /** Notes those of another. */
    public void addAll(Collection<Fault> others) {
        for (Fault fault : others) {
            if (found.size() < MOST) {
                found.add(fault);
            }
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the lines. */
    public List<Fault> list() {
        return found.stream()
                .sorted((a, b) -> Integer.compare(a.line(), b.line()))
                .toList();
    }
}
