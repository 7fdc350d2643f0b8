package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/*
 * Failures of loaders, each for its key, so that a source in trouble is not asked by every reader. They bind loads of the same stamp
 * era only: once the key was invalidated the next read asks again, for what the source says then may differ.
 *
 * Bounded: above MAXIMUM any other one is forgotten, which costs a load.
 */
/** The failed loads of one cache that are not to be repeated yet. Thread-safe. */
final class Failures {

    private static final int MAXIMUM = 10_000;

    private record Failure(Throwable cause, int row, long generation, long untilNanos) {}

    private final ConcurrentHashMap<Digest, Failure> standing = new ConcurrentHashMap<>();
    private final Backoff backoff;
    private final Time time;
    private final Stores<?, ?> stores;
    private final long[] fixedNames;
    private final long node;

    Failures(CacheSpec<?, ?> spec, Stores<?, ?> stores, Parts parts) {
        backoff = spec.backoff();
        this.stores = stores;
        time = parts.namespace().time();
        fixedNames = FarTier.fingerprints(spec.fixed());
        node = time.nanoTime(); // differs from node to node
    }

    /** What a load of this key must fail with now without asking; null if it may ask. */
    @Nullable
    Throwable standing(Digest key) {
        Failure failure = standing.get(key);
        return failure != null && failure.untilNanos - time.nanoTime() > 0 && isOfThisEra(key, failure)
                ? failure.cause
                : null;
    }

    /** For how long the loader is not asked for this key yet; zero if it may be. */
    Duration pause(Digest key) {
        Failure failure = standing(key) == null ? null : standing.get(key);
        return failure == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, failure.untilNanos - time.nanoTime()));
    }

    /** A load under a stamp of this generation has failed. */
    void failed(Digest key, long generation, Throwable cause) {
        if (backoff.isNone() || cause instanceof Error) {
            return;
        }
        Failure before = standing.get(key);
        int row = before == null || !isOfThisEra(key, before) ? 1 : before.row + 1;
        long until =
                time.nanoTime() + backoff.after(row, key.fingerprint() ^ node).toNanos();
        if (standing.put(key, new Failure(cause, row, generation, until)) == null && standing.size() > MAXIMUM) {
            Iterator<Digest> any = standing.keySet().iterator();
            if (any.hasNext()) {
                any.next();
                any.remove();
            }
        }
    }

    private boolean isOfThisEra(Digest key, Failure failure) {
        return stores.isTrusted(failure.generation, key.fingerprint(), fixedNames);
    }

    void succeeded(Digest key) {
        if (!standing.isEmpty()) {
            standing.remove(key);
        }
    }

    /** Forgets what has been over for long; one caller at a time. */
    void sweep() {
        long now = time.nanoTime();
        long longest = backoff.longest().toNanos();
        standing.values().removeIf(failure -> now - failure.untilNanos > longest);
    }
}
