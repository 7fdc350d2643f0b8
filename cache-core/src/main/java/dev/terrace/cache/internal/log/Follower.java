package dev.terrace.cache.internal.log;

import dev.terrace.cache.internal.time.Deadline;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Reads the log into the view: when woken, and every poll interval. What the log pushes is taken in without a read where nothing
 * before it is missing; own appends are left to their acknowledgements. One read is under way at a time; a wake that comes
 * meanwhile is remembered and leads to one more. State: `reading` and `again`, under this object's lock. The log is called
 * outside the lock, and answers on a thread of its own.
 */
/** Keeps a view up to date with its log. Thread-safe. */
public final class Follower implements LogListener {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int SLICE = 10_000;
    /** Above any log's own timeout; a log that never answers must not stop this. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final InvalidationLog log;
    private final View view;
    private final Time time;
    private final Sender sender;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private boolean reading;
    private boolean again;
    private boolean failing;
    private Time.@Nullable Timer poll;
    private volatile long lastContactNanos;

    /** Makes a follower that has not started; it tells the sender of each read that succeeded. */
    public Follower(InvalidationLog log, View view, Time time, Sender sender) {
        this.log = log;
        this.view = view;
        this.time = time;
        this.sender = sender;
    }

    /** Starts polling and reads at once. The log must be open. */
    public void start() {
        lastContactNanos = time.nanoTime();
        poll = time.repeat(log.pollInterval(), this::wake);
        wake();
    }

    /** Completes when the log has been read to its end for the first time. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    /** How long ago the last read that succeeded was sent; since the start if none has. */
    public Duration age() {
        return Duration.ofNanos(time.nanoTime() - lastContactNanos);
    }

    @Override
    public void pushed(Pushed pushed) {
        if (!sender.isOwn(pushed.id()) && !view.take(pushed)) {
            wake();
        }
    }

    @Override
    public void reconnected() {
        view.reconnected();
    }

    /** Reads soon. Cheap; never blocks. */
    @Override
    public void wake() {
        synchronized (this) {
            if (reading) {
                again = true;
                return;
            }
            reading = true;
        }
        read();
    }

    /** Ends polling. */
    public void close() {
        if (poll != null) {
            poll.cancel();
        }
    }

    private void read() {
        Position after = view.position();
        long connection = view.connection();
        long sent = time.nanoTime();
        try {
            Deadline.within(time, PATIENCE, log.read(after, view.bookmark(), SLICE))
                    .whenComplete((slice, failure) -> {
                        if (failure != null) {
                            failed(failure);
                        } else {
                            try {
                                view.follow(after, slice, connection);
                                arrived(slice, sent);
                            } catch (RuntimeException unusable) {
                                failed(unusable);
                            }
                        }
                    });
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    private void arrived(Slice slice, long sent) {
        lastContactNanos = sent;
        boolean more;
        boolean recovered;
        synchronized (this) {
            more = again || slice.more() || (!view.isCurrent() && view.isWithinReach());
            again = false;
            reading = more;
            recovered = failing;
            failing = false;
        }
        if (recovered) {
            LOG.info("Reading the {} again", log.description());
        }
        if (view.isCurrent()) {
            caughtUp.complete(null);
        }
        sender.contact();
        if (more) {
            read();
        }
    }

    private void failed(Throwable failure) {
        boolean first;
        synchronized (this) {
            reading = false;
            again = false;
            first = !failing;
            failing = true;
        }
        if (first) {
            LOG.warn(
                    "Cannot read the {}: invalidations of other nodes arrive late until it answers; check that it is "
                            + "reachable. Trying again every {} ms. Cause: {}",
                    log.description(),
                    log.pollInterval().toMillis(),
                    failure.toString());
        }
    }
}
