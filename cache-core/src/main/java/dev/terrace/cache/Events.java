package dev.terrace.cache;

import dev.terrace.cache.spi.Name;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of one cache, or those of the namespace, what has happened. Where nobody listens for a kind, an event of it is not even
 * made. Never blocks, never throws. Thread-safe.
 */
final class Events {

    private final String cache;
    /** Those who want it, for each kind that anybody wants. */
    private final Map<EventKind, Mailbox[]> byKind = new EnumMap<>(EventKind.class);

    /** For listeners that are all told, each what it wants. */
    Events(String cache, List<Mailbox> mailboxes) {
        this.cache = cache;
        for (EventKind kind : EventKind.values()) {
            Mailbox[] wanting =
                    mailboxes.stream().filter(box -> box.wants(kind)).toArray(Mailbox[]::new);
            if (wanting.length > 0) {
                byKind.put(kind, wanting);
            }
        }
    }

    boolean hears(EventKind kind) {
        return byKind.containsKey(kind);
    }

    private void tell(CacheEvent event) {
        Mailbox[] wanting = byKind.get(event.kind());
        if (wanting != null) {
            for (Mailbox box : wanting) {
                box.add(event);
            }
        }
    }

    void hit(Object key, String tier) {
        if (hears(EventKind.HIT)) {
            tell(new CacheEvent.Hit(cache, key, tier));
        }
    }

    /** A read that went past the heap is over; {@code tier} is null if it was loaded, or nowhere. */
    void answered(Object key, @Nullable String tier) {
        if (tier != null) {
            hit(key, tier);
        } else if (hears(EventKind.MISS)) {
            tell(new CacheEvent.Miss(cache, key));
        }
    }

    void loaded(Object key, long nanos, @Nullable Throwable failure) {
        if (hears(EventKind.LOAD)) {
            Duration took = Duration.ofNanos(nanos);
            tell(
                    failure == null
                            ? new CacheEvent.Loaded(cache, key, took)
                            : new CacheEvent.LoadFailed(cache, key, took, failure));
        }
    }

    void servedStale(Object key, Served<?> stale, long now) {
        if (hears(EventKind.STALE)) {
            Duration age = Duration.ofNanos(stale.entry().age(now));
            tell(new CacheEvent.ServedStale(cache, key, stale.reason(), age, stale.tier()));
        }
    }

    void refused(@Nullable Object key, String tier, int writes) {
        if (writes > 0 && hears(EventKind.REFUSED_WRITE)) {
            tell(new CacheEvent.RefusedWrite(cache, key, tier, writes));
        }
    }

    void evicted(@Nullable Object key) {
        if (key != null && hears(EventKind.EVICTION)) {
            tell(new CacheEvent.Evicted(cache, key));
        }
    }

    void invalidated(@Nullable Object key, boolean byPut) {
        if (hears(EventKind.INVALIDATION)) {
            tell(new CacheEvent.Invalidated(cache, key, byPut));
        }
    }

    void invalidated(String dependency) {
        if (hears(EventKind.INVALIDATION)) {
            tell(new CacheEvent.DependencyInvalidated(dependency));
        }
    }

    /** Another node has invalidated a name. */
    void heard(Name name) {
        if (hears(EventKind.INVALIDATION_HEARD)) {
            tell(
                    switch (name.kind()) {
                        case KEY -> new CacheEvent.InvalidationHeard("", null, name.text());
                        case DEPENDENCY -> new CacheEvent.InvalidationHeard("", name.text(), null);
                        case CACHE -> new CacheEvent.InvalidationHeard(name.text(), null, null);
                        case NAMESPACE -> new CacheEvent.InvalidationHeard("", null, null);
                    });
        }
    }

    void breaker(String tier, Breaker.State state) {
        if (hears(EventKind.BREAKER)) {
            tell(new CacheEvent.BreakerChanged(cache, tier, BreakerState.of(state)));
        }
    }

    void log(boolean reached) {
        if (hears(EventKind.LOG)) {
            tell(new CacheEvent.LogReach(reached));
        }
    }
}
