package dev.terrace.cache.analytics;

/** So many a second, and no more than those of one second at once. Thread-safe. */
final class Allowance {

    private final int perSecond;
    private double left;
    private long filled;

    Allowance(int perSecond, long nanos) {
        this.perSecond = perSecond;
        left = perSecond;
        filled = nanos;
    }

    /** Whether there is one left. */
    synchronized boolean takes(long nanos) {
        left = Math.min(perSecond, left + Math.max(0, nanos - filled) / 1e9 * perSecond);
        filled = nanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
