package dev.terrace.spring.flags;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import dev.terrace.flags.telemetry.EvaluationEvent;
import dev.terrace.flags.telemetry.EvaluationListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/*
 * What a request has seen is an attribute of the request, so it ends with it. An exposure goes into a bounded queue; one that finds it full is
 * dropped and counted. `draining` says that a thread hands over: who sets it empties the queue, takes it back, and looks once more, so that
 * nothing that was added in between waits for the next exposure. Where no thread is to be had, the timer tries again.
 */
/**
 * Records what web requests were shown of flags: once for each request and flag, in the background.
 *
 * <p>Thread-safe. No evaluation waits for it. Close it before its namespace.
 *
 * @since 0.1.0
 */
public final class ExposureRecorder implements EvaluationListener, AutoCloseable {

    /** The most exposures that a listener is told at a time. */
    public static final int BATCH = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ExposureRecorder.class);
    private static final String SEEN = ExposureRecorder.class.getName() + ".seen";
    /** The most flags of one request that are told apart. */
    private static final int FLAGS = 1_000;

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Host host;
    private final List<FlagExposureListener> listeners;
    private final BlockingQueue<FlagExposure> waiting;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean complained = new AtomicBoolean();
    private final LongAdder recorded = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Time.Timer timer;

    /**
     * Makes one.
     *
     * @param host time and threads
     * @param listeners who is told
     * @param capacity how many exposures wait at most, positive; further ones are dropped and counted
     */
    public ExposureRecorder(Host host, List<FlagExposureListener> listeners, int capacity) {
        this.host = host;
        this.listeners = List.copyOf(listeners);
        waiting = new ArrayBlockingQueue<>(capacity);
        timer = host.time().repeat(AGAIN, this::wake);
    }

    @Override
    public void evaluated(EvaluationEvent event) {
        String variant = event.variant();
        if (variant == null || !isFirst(event.key())) {
            return;
        }
        FlagExposure exposure = new FlagExposure(
                event.key(),
                variant,
                event.reason(),
                event.version(),
                event.unit(),
                Instant.ofEpochMilli(host.time().currentTimeMillis()));
        if (waiting.offer(exposure)) {
            wake();
        } else {
            dropped.increment();
        }
    }

    /** Whether this thread works for a request that has not seen the flag yet. */
    private static boolean isFirst(String flag) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request == null) {
            return false;
        }
        Set<String> seen = seen(request);
        return seen != null && seen.size() < FLAGS && seen.add(flag);
    }

    @SuppressWarnings("unchecked") // nobody else knows the attribute
    private static @Nullable Set<String> seen(RequestAttributes request) {
        try {
            Object known = request.getAttribute(SEEN, RequestAttributes.SCOPE_REQUEST);
            if (known != null) {
                return (Set<String>) known;
            }
            Set<String> seen = ConcurrentHashMap.newKeySet();
            request.setAttribute(SEEN, seen, RequestAttributes.SCOPE_REQUEST);
            return seen;
        } catch (IllegalStateException over) { // the request has ended, and this thread goes on
            return null;
        }
    }

    private void wake() {
        if (waiting.isEmpty() || !draining.compareAndSet(false, true)) {
            return;
        }
        try {
            host.executor().execute(this::drain);
        } catch (RejectedExecutionException busy) {
            draining.set(false); // the timer tries again
        }
    }

    private void drain() {
        try {
            for (List<FlagExposure> some = next(); !some.isEmpty(); some = next()) {
                tell(some);
            }
        } finally {
            draining.set(false);
        }
        if (!waiting.isEmpty()) {
            wake();
        }
    }

    private List<FlagExposure> next() {
        List<FlagExposure> some = new ArrayList<>();
        waiting.drainTo(some, BATCH);
        return List.copyOf(some);
    }

    private void tell(List<FlagExposure> exposures) {
        recorded.add(exposures.size());
        for (FlagExposureListener listener : listeners) {
            try {
                listener.exposed(exposures);
            } catch (RuntimeException failure) {
                failed.add(exposures.size());
                if (!complained.getAndSet(true)) {
                    LOG.warn(
                            "A listener of exposures throws; what it was told is lost to it, and this is said once",
                            failure);
                }
            }
        }
    }

    /**
     * Exposures that listeners were told.
     *
     * @return since this was made
     */
    public long recorded() {
        return recorded.sum();
    }

    /**
     * Exposures that found no room.
     *
     * @return since this was made
     */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * Exposures at which a listener threw, for each listener.
     *
     * @return since this was made
     */
    public long failed() {
        return failed.sum();
    }

    /** Hands over what waits, on this thread unless another is at it, and ends. */
    @Override
    public void close() {
        timer.cancel();
        if (draining.compareAndSet(false, true)) {
            drain();
        }
    }
}
