package dev.terrace.cache.analytics;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of the namespace, never twice at a time. Thread-safe. */
final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(CacheAnalytics.class);

    private final Host host;
    private final Runnable work;
    private final AtomicBoolean beating = new AtomicBoolean();
    private final LongAdder late = new LongAdder();
    private final Time.Timer timer;

    Pulse(Host host, Duration period, Runnable work) {
        this.host = host;
        this.work = work;
        timer = host.time().repeat(period, this::beat);
    }

    private void beat() {
        if (!beating.compareAndSet(false, true)) {
            return;
        }
        try {
            host.executor().execute(this::run);
        } catch (RejectedExecutionException busy) {
            beating.set(false);
            late.increment();
        }
    }

    private void run() {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.warn("The analytics of a cache failed at something; they go on", failure);
        } finally {
            beating.set(false);
        }
    }

    /** Times that no thread was free. */
    long late() {
        return late.sum();
    }

    void stop() {
        timer.cancel();
    }
}
