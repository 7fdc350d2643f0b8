package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/*
 * A log that fails over may lose its end, and one half of a log that was split acknowledges what the other half never hears of. A
 * node that loads a value under the new epoch while that happens would keep it: nobody tells it. So whoever has sent or read an
 * invalidation lately says it again under the new epoch.
 *
 * Oldest first, each name under the time it was seen last. Too many, and the oldest are dropped; while one of those would still
 * count, everything in the namespace is what was seen.
 */
/** The names that this node has sent or read lately. Guarded by the view's lock. */
final class Witness {

    /** W: longer than a failover takes with all that is found out late about it. */
    static final Duration KEPT = Duration.ofMinutes(2);

    private final int maximum;
    private Consumer<Name> listener = name -> {};
    private final Map<Name, Long> seen = new LinkedHashMap<>();
    private long droppedAt;
    private boolean dropped;

    Witness(int maximum) {
        this.maximum = maximum;
    }

    void tells(Consumer<Name> heard) {
        listener = heard;
    }

    /** The name, or everything if it is a key that no version of Terrace has written. */
    static Name known(Name name) {
        return name.isWellFormed() ? name : Name.NAMESPACE;
    }

    /** Another node has sent it. */
    void heard(Name name, long now) {
        saw(name, now);
        if (!name.equals(Repeats.MARK)) {
            listener.accept(name);
        }
    }

    void saw(Name name, long now) {
        seen.remove(name);
        seen.put(name, now);
        if (seen.size() > maximum) {
            Iterator<Map.Entry<Name, Long>> oldest = seen.entrySet().iterator();
            droppedAt = oldest.next().getValue();
            dropped = true;
            oldest.remove();
        }
    }

    /** What counts at a time. */
    List<Name> recent(long now) {
        if (dropped && isRecent(droppedAt, now)) {
            return List.of(Name.NAMESPACE);
        }
        dropped = false;
        seen.values().removeIf(at -> !isRecent(at, now));
        return List.copyOf(seen.keySet());
    }

    int size() {
        return seen.size();
    }

    private static boolean isRecent(long at, long now) {
        return now - at < KEPT.toNanos();
    }
}
