package dev.terrace.cache.internal.log;

import dev.terrace.cache.internal.time.Deadline;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Reads prove little: a primary that was cut off from its replicas answers them for ever, and what it says is no longer the log. So
 * a node counts as connected while a write has succeeded that was sent lately. What counts is when it was sent, on this node's
 * monotonic clock: nothing that the log knew before can be missing from what is read after.
 *
 * Silence is found out by the ticks of the coarse clock, not on reads: a hit calls no clock. A process that was stopped for longer
 * may thus answer from its heap until its first tick.
 */
/** Tells whether this node's writes reach the log, and lets the view distrust what it holds when they do not. Thread-safe. */
public final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEATS_IN_A_SILENCE = 4;

    /**
     * What a node does that has not reached its log for some time.
     *
     * @param silence after how long
     * @param distrusts whether what it holds has to be loaded again, and is then served for as long as the silence at most
     * @param refuses whether it answers no reads
     */
    public record Policy(Duration silence, boolean distrusts, boolean refuses) {}

    private final @Nullable InvalidationLog log;
    private final View view;
    private final Time time;
    private final Policy policy;
    private final Consumer<Boolean> reached;
    private Time.@Nullable Timer beats;
    private boolean beating;
    private long silences;
    private volatile long heardNanos;
    private volatile boolean silent;

    /**
     * Makes one that does not beat yet. Without a log there is nothing to be cut off from.
     *
     * @param reached is told, under a lock, when the log is out of reach, and when it is reached again
     */
    public Heartbeat(@Nullable InvalidationLog log, View view, Time time, Policy policy, Consumer<Boolean> reached) {
        this.reached = reached;
        this.log = log;
        this.view = view;
        this.time = time;
        this.policy = policy;
        heardNanos = time.nanoTime();
    }

    /** Starts to write to the log, which must be open. */
    public void start() {
        InvalidationLog with = log;
        if (with != null) {
            heardNanos = time.nanoTime();
            beats = time.repeat(policy.silence.dividedBy(BEATS_IN_A_SILENCE), () -> beat(with));
            beat(with);
        }
    }

    /** Ends it. */
    public void close() {
        if (beats != null) {
            beats.cancel();
        }
    }

    /** Moves the coarse clock. */
    public void tick() {
        long now = time.nanoTime();
        judge(now);
        view.tick(now);
    }

    /** Whether no write has reached the log for too long. */
    public boolean isSilent() {
        return silent;
    }

    /** Whether entries are served on while the log is out of reach. */
    public boolean servesStale() {
        return !policy.distrusts && !policy.refuses;
    }

    /** Whether reads are to fail now. */
    public boolean refuses() {
        return silent && policy.refuses;
    }

    /** The longest that anything may be served that is loaded now. */
    public long lifeLimitNanos() {
        return silent && policy.distrusts ? policy.silence.toNanos() : Long.MAX_VALUE;
    }

    /** When the last write that has succeeded was sent, on the monotonic clock. */
    public long heardNanos() {
        return heardNanos;
    }

    /** How often the log was out of reach for too long. */
    public synchronized long silences() {
        return silences;
    }

    private synchronized void judge(long now) {
        boolean is = log != null && now - heardNanos > policy.silence.toNanos();
        if (is == silent) {
            return;
        }
        if (is) {
            silences++;
            silent = true; // first: what is loaded after the view has distrusted everything has a short life
        }
        if (policy.distrusts || policy.refuses) {
            view.outOfReach(is);
        }
        silent = is;
        reached.accept(!is);
        if (is) {
            LOG.warn(
                    "No write has reached the {} for {} ms: {}; check that it is reachable and may be written",
                    description(),
                    policy.silence.toMillis(),
                    policy.refuses
                            ? "reads fail until one does"
                            : policy.distrusts
                                    ? "what this node holds is loaded again"
                                    : "what this node holds is served to the end of its lifetime");
        } else {
            LOG.info("Writes reach the {} again", description());
        }
    }

    private void beat(InvalidationLog with) {
        synchronized (this) {
            if (beating) {
                return;
            }
            beating = true;
        }
        long sent = time.nanoTime();
        try {
            Deadline.within(time, policy.silence, with.beat()).whenComplete((done, failure) -> {
                synchronized (this) {
                    beating = false;
                    if (failure == null && sent - heardNanos > 0) {
                        heardNanos = sent;
                    }
                }
            });
        } catch (RuntimeException failure) {
            synchronized (this) {
                beating = false;
            }
        }
    }

    private String description() {
        return log == null ? "" : log.description();
    }
}
