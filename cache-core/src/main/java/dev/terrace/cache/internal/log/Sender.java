package dev.terrace.cache.internal.log;

import dev.terrace.cache.internal.time.Deadline;
import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Own invalidations on their way to the log, in order. One append is under way at a time; what comes meanwhile gathers and
 * goes with the next one. An append that failed is kept and sent again under its own id, before anything younger.
 *
 * State, under this object's lock: `queue` (not sent yet), `batch` (sent, or to be sent again), `down`. Lock order: this,
 * then the view. Futures are completed and the log is called outside the lock.
 *
 * Bounded: above MAXIMUM_QUEUED names the queue collapses into one invalidation of the whole namespace, which covers all. Values that
 * are to travel with their names are left behind above MAXIMUM_CARGO_BYTES, and while the log does not answer: a tombstone travels
 * instead, and their owner writes them later.
 */
/** Sends this node's invalidations. Thread-safe. */
public final class Sender {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int MAXIMUM_QUEUED = 100_000;
    private static final int MAXIMUM_CARGO_BYTES = 1 << 20;
    /** Above any log's own timeout; a log that never answers must not stop this. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration RETRY = Duration.ofMillis(500);

    private record Batch(Append append, List<Announcement> announcements) {}

    private final @Nullable InvalidationLog log;
    private final View view;
    private final Time time;
    private final Deque<Announcement> queue = new ArrayDeque<>();
    private final String self = UUID.randomUUID() + ":";
    private long appends;
    private int cargoBytes;
    private @Nullable Batch batch;
    private boolean sending;
    private boolean down;
    private boolean retryPlanned;
    private boolean closed;
    private long widened;

    /** Without a log there is nobody to tell: invalidations take effect here and count as logged. */
    public Sender(@Nullable InvalidationLog log, View view, Time time) {
        this.log = log;
        this.view = view;
        this.time = time;
    }

    /** Whether appends may carry writes into a tier. */
    public boolean carries(Tier tier) {
        return log != null && log.carries(tier);
    }

    /** Invalidates a name: on this node before this method returns, on others through the log. */
    public Announcement announce(Name name) {
        return announce(name, null, null);
    }

    /**
     * The same, with a write that travels with it.
     *
     * @param cargo a value, if one may travel; {@link Announcement#cargo()} tells whether it does
     * @param instead a tombstone that travels if the value does not
     */
    public Announcement announce(Name name, @Nullable Cargo cargo, @Nullable Cargo instead) {
        if (log == null) {
            Announcement local = new Announcement(name, view.invalidate(name, false), null);
            local.acknowledge(Position.NONE, false);
            return local;
        }
        Announcement announcement;
        List<Announcement> covered = List.of();
        boolean isDown;
        synchronized (this) {
            if (queue.size() >= MAXIMUM_QUEUED) {
                covered = widen();
            }
            isDown = down || closed;
            announcement = new Announcement(
                    name, view.invalidate(name, true), cargo == null || isDown || !hasRoom(cargo) ? instead : cargo);
            cargoBytes += valueBytes(announcement);
            queue.add(announcement);
        }
        covered.forEach(Announcement::abandon);
        if (isDown) {
            announcement.queued();
        } else {
            flush();
        }
        return announcement;
    }

    private boolean hasRoom(Cargo cargo) {
        return cargoBytes + cargo.envelope().length <= MAXIMUM_CARGO_BYTES;
    }

    private static int valueBytes(Announcement announcement) {
        Cargo cargo = announcement.cargo();
        return cargo == null || cargo.tombstone() ? 0 : cargo.envelope().length;
    }

    private void unload(Collection<Announcement> announcements) {
        announcements.forEach(one -> cargoBytes -= valueBytes(one));
    }

    /** Whether an append with this id is one of this sender's. */
    boolean isOwn(String id) {
        return id.startsWith(self);
    }

    /** The log was read: sends what waits, and what it has lost. */
    public void contact() {
        appendLost();
        flush();
    }

    private void appendLost() {
        List<Name> lost = view.takeLost();
        if (lost.isEmpty()) {
            return;
        }
        LOG.info(
                "The {} was lost, replaced or forked: {} invalidations that this node knows of are sent again",
                description(),
                lost.size());
        List<Announcement> covered = new ArrayList<>();
        synchronized (this) {
            for (Name name : lost) {
                if (queue.size() >= MAXIMUM_QUEUED) {
                    covered.addAll(widen());
                }
                queue.add(Announcement.again(name, view.generation()));
            }
        }
        covered.forEach(Announcement::abandon);
    }

    /** Sends what waits, if nothing is under way. Never blocks. */
    public void flush() {
        @Nullable Batch next;
        synchronized (this) {
            next = sending || closed ? null : nextBatch();
            if (next == null) {
                return;
            }
            sending = true;
        }
        Batch sent = next;
        try {
            Deadline.within(time, PATIENCE, Objects.requireNonNull(log).append(sent.append))
                    .whenComplete((appended, failure) -> {
                        if (failure != null) {
                            failed(failure);
                        } else {
                            acknowledged(sent, appended);
                        }
                    });
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /** How often the queue overflowed and the whole namespace was invalidated instead. */
    public synchronized long widened() {
        return widened;
    }

    /** Stops sending; what waits is lost with the process. */
    public void close() {
        List<Announcement> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(queue);
            if (batch != null) {
                left.addAll(batch.announcements);
            }
        }
        left.forEach(Announcement::queued);
    }

    private @Nullable Batch nextBatch() {
        if (batch == null && !queue.isEmpty()) {
            List<Announcement> taken = new ArrayList<>();
            Map<Integer, Cargo> cargo = new HashMap<>();
            boolean repeatsKeys = false;
            while (!queue.isEmpty() && taken.size() < Append.MAXIMUM_NAMES - 1) {
                Announcement next = queue.remove();
                Cargo carried = next.cargo();
                if (carried != null) {
                    cargo.put(taken.size(), carried);
                }
                repeatsKeys |= next.repeatsKey();
                taken.add(next);
            }
            if (repeatsKeys) {
                view.invalidate(Repeats.MARK, true);
                taken.add(Announcement.again(Repeats.MARK, view.generation()));
            }
            batch = new Batch(new Append(self + ++appends, view.known(), names(taken), cargo, view.bookmark()), taken);
        }
        return batch;
    }

    private void acknowledged(Batch sent, Appended appended) {
        view.acknowledged(sent.append.names(), appended);
        boolean recovered;
        synchronized (this) {
            batch = null;
            unload(sent.announcements);
            sending = false;
            recovered = down;
            down = false;
        }
        if (recovered) {
            LOG.info("Invalidations reach the {} again", description());
        }
        for (int i = 0; i < sent.announcements.size(); i++) {
            sent.announcements.get(i).acknowledge(appended.position(i), appended.carried());
        }
        appendLost();
        flush();
    }

    private void failed(Throwable failure) {
        List<Announcement> waiting;
        boolean first;
        boolean retry;
        synchronized (this) {
            sending = false;
            first = !down;
            retry = !retryPlanned;
            retryPlanned = true;
            down = true;
            waiting = new ArrayList<>(queue);
            if (batch != null) {
                waiting.addAll(batch.announcements);
            }
        }
        waiting.forEach(Announcement::queued);
        if (first) {
            LOG.warn(
                    "Cannot append to the {}: invalidations take effect on this node and are queued; check that it is "
                            + "reachable and may be written. Cause: {}",
                    description(),
                    (failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure)
                            .toString());
        }
        if (retry) {
            time.schedule(RETRY, this::retry);
        }
    }

    private void retry() {
        synchronized (this) {
            retryPlanned = false;
        }
        flush();
    }

    /** Replaces everything that has not been sent by one invalidation of the namespace. */
    private List<Announcement> widen() {
        List<Announcement> covered = new ArrayList<>(queue);
        unload(covered);
        queue.clear();
        widened++;
        Announcement all = new Announcement(Name.NAMESPACE, view.invalidate(Name.NAMESPACE, true), null);
        all.queued();
        queue.add(all);
        view.abandoned(names(covered));
        LOG.warn(
                "More than {} invalidations wait for the {}: the whole namespace is invalidated instead",
                MAXIMUM_QUEUED,
                description());
        return covered;
    }

    private static List<Name> names(List<Announcement> announcements) {
        return announcements.stream().map(Announcement::name).toList();
    }

    private String description() {
        return log == null ? "" : log.description();
    }
}
