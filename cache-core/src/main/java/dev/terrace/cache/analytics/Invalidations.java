package dev.terrace.cache.analytics;

import java.util.LinkedHashMap;
import java.util.Map;

/*
 * Of each name the last time counts. The name that was invalidated longest ago is forgotten first, and with it that everything up to then
 * is known: the floor. So whether something was invalidated after a moment is answered rightly, or with "perhaps".
 */
/** When names were invalidated lately, as far as this node has heard. Thread-safe. */
final class Invalidations {

    static final int MOST = 10_000;

    private final Map<Long, Long> byFingerprint = new LinkedHashMap<>();
    private long floor;

    /** Knows of nothing before a moment. */
    Invalidations(long nanos) {
        floor = nanos;
    }

    synchronized void add(long fingerprint, long nanos) {
        byFingerprint.remove(fingerprint); // to the end of the order
        byFingerprint.put(fingerprint, nanos);
        if (byFingerprint.size() > MOST) {
            Map.Entry<Long, Long> eldest = byFingerprint.entrySet().iterator().next();
            raise(eldest.getValue());
            byFingerprint.remove(eldest.getKey());
        }
    }

    /** Everything was invalidated. */
    synchronized void addAll(long nanos) {
        byFingerprint.clear();
        raise(nanos);
    }

    private void raise(long nanos) {
        if (nanos - floor > 0) {
            floor = nanos;
        }
    }

    /** Whether a name may have been invalidated after a moment. */
    synchronized boolean mayBeAfter(long fingerprint, long nanos) {
        Long at = byFingerprint.get(fingerprint);
        return floor - nanos > 0 || (at != null && at - nanos > 0);
    }
}
