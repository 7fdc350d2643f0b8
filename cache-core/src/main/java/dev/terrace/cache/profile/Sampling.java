package dev.terrace.cache.profile;

import java.util.SplittableRandom;

/*
 * With little traffic each hit is noted, with much of it some that are drawn, about a fixed number a second. A draw costs a hit a few
 * nanoseconds, whether it is drawn or not. So from some traffic on there are spans in which none is drawn: whether the next one is such a span is
 * decided by lot, and not by what is read, so that each hit is as likely to be noted as any other, and those that are noted stand for as many
 * more. Of one burst that is shorter than a span there may be all or nothing; of many there is the right share.
 */
/** How many hits are drawn, and for how many each stands. {@link #interval} may be asked by any thread, the rest is for one at a time. */
final class Sampling {

    static final int LONGEST = 4_096;
    /** Samples a second above which the interval grows. */
    static final int AIM_PER_SECOND = 50_000;
    /** The interval from which on there are spans in which none is drawn. */
    static final int RESTS_FROM = 16;
    /** One span in so many has draws then. */
    static final int ONE_IN = 4;

    private static final long LOWERED_AFTER = 500_000_000;

    private final SplittableRandom random;
    private volatile int interval = 1;
    /** Whether none is drawn in this span. */
    private boolean rests;
    /** How likely it was that there are draws in this span: one in so many. */
    private int odds = 1;
    /** Nanoseconds for which less has come than the interval is made for. */
    private long calm;

    Sampling(long seed) {
        random = new SplittableRandom(seed);
    }

    /** How far apart hits are that are drawn, while there are draws. */
    int interval() {
        return interval;
    }

    /** One in so many hits is to be drawn in this span; 0 for none. */
    int drawn() {
        return rests ? 0 : interval;
    }

    /** How many hits one that was drawn in this span stands for. */
    int weight() {
        return interval * odds;
    }

    /** So many samples have come in this span, which was so long; begins the next one. */
    void adapt(long samples, long nanos) {
        if (!rests) {
            follow(samples, nanos);
        }
        odds = interval >= RESTS_FROM ? ONE_IN : 1;
        rests = odds > 1 && random.nextInt(odds) > 0;
    }

    private void follow(long samples, long nanos) {
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
