package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Bookmark;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The last place of each namespace's log that this process was told of. Thread-safe. */
final class LastSeen {

    private final Map<String, Bookmark> last = new ConcurrentHashMap<>();

    /** To be told before anybody may stamp anything with the place. */
    void saw(String namespace, Bookmark place) {
        last.merge(namespace, place, LastSeen::later);
    }

    /** Null if no log of the namespace has answered: it may be in another store. */
    @Nullable
    Bookmark of(String namespace) {
        return last.get(namespace);
    }

    /** A later place by which the log cannot be known again is worth less than an earlier one. */
    private static Bookmark later(Bookmark known, Bookmark next) {
        boolean sameEpoch = known.position().epoch() == next.position().epoch();
        boolean worth = next.isKnown() || !known.isKnown() || !sameEpoch;
        return worth && next.position().compareTo(known.position()) > 0 ? next : known;
    }
}
