package dev.terrace.cache.profile;

/**
 * How many hits a sample stands for: with little traffic each is one, with much of it there is a fixed number a second. {@link #interval} may be
 * asked by any thread, {@link #adapt} is for one at a time.
 */
final class Sampling {

    static final int LONGEST = 4_096;
    /** Samples a second above which the interval grows. */
    static final int AIM_PER_SECOND = 50_000;

    private static final long LOWERED_AFTER = 500_000_000;

    private volatile int interval = 1;
    /** Nanoseconds for which less has come than the interval is made for. */
    private long calm;

    int interval() {
        return interval;
    }

    /** So many samples have come in so long. */
    void adapt(long samples, long nanos) {
        int now = interval;
        double wanted = now * (samples * 1e9 / Math.max(1_000_000, nanos)) / AIM_PER_SECOND;
        int next = 1;
        while (next < wanted && next < LONGEST) {
            next <<= 1;
        }
        calm = next < now ? calm + nanos : 0;
        // Fast up, for samples are lost meanwhile; slowly down, for the next moment may be as busy as the last.
        if (next > now) {
            interval = next;
        } else if (calm >= LOWERED_AFTER) {
            interval = Math.max(next, now / 2);
            calm = 0;
        }
    }
}
