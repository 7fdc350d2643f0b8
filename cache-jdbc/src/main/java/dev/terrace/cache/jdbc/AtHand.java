package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/*
 * A read on another thread costs the way there and back. A caller who waits could run the statement himself, but must not wait for a
 * connection: a pool gives no bound for that. So he takes one that is at hand, or none. Where he found none he is heard of here (`wanted`),
 * and the next thread of ours that has read with success leaves its connection here and does not give it back. So none is kept for which
 * nobody has asked, and none was had on a caller's thread.
 *
 * They are the pool's, which others use: see Spare for how many. One goes back when it was not used for UNUSED, when it has been away for LENT (pools look for
 * connections that do not come back after 2 s at least), and at once when somebody waits for one. Giving back is a matter of memory in HikariCP,
 * and there are none of other pools, so the timers' thread does it, and callers do. It must not be left to our own threads: all of them may be waiting for the pool.
 *
 * State, under this object's lock: the connections that nobody uses, last used first; how many callers found none; who uses this. A
 * connection in use belongs to the thread that uses it. Each is counted by Spare from when it comes until it goes.
 */
/** Connections of one host's tiers on which callers read themselves. Thread-safe. */
final class AtHand {

    static final Duration UNUSED = Duration.ofMillis(100);
    static final Duration LENT = Duration.ofSeconds(1);
    static final Duration LOOK = Duration.ofMillis(25);

    private final Database database;
    private final Spare spare;
    private final Time time;
    private final Deque<Reader> unused = new ArrayDeque<>();
    private int wanted;
    private int users;
    private boolean looking;

    AtHand(Database database, Spare spare, Host host) {
        this.database = database;
        this.spare = spare;
        time = host.time();
    }

    /** One more uses this. */
    synchronized AtHand opened() {
        users++;
        return this;
    }

    /** One of those uses it no more; answers whether nobody does, and all that was at hand has gone back. */
    boolean closed() {
        List<Reader> last;
        synchronized (this) {
            if (--users > 0) {
                return false;
            }
            last = List.copyOf(unused);
            unused.clear();
        }
        last.forEach(this::giveBack);
        return true;
    }

    /** Whether a connection is at hand now. */
    synchronized boolean hasSome() {
        return !unused.isEmpty();
    }

    /** Reads an entry on this thread, within the limit; null at once if nothing is at hand. */
    @Nullable
    CompletionStage<@Nullable TierEntry> read(byte[] cacheId, Digest key, Duration limit) {
        Reader reader = Thread.currentThread().isInterrupted() ? null : take();
        if (reader == null) {
            return null;
        }
        boolean answered = false;
        try {
            TierEntry entry = reader.read(cacheId, key, limit);
            answered = true;
            return CompletableFuture.completedFuture(entry);
        } catch (SQLException failure) {
            return CompletableFuture.failedFuture(database.failed("A read of an entry", failure));
        } finally {
            if (reader.isSound()) {
                keep(reader);
            } else {
                reader.discard();
                spare.giveBack();
            }
            if (!answered) {
                giveBackAll();
            }
        }
    }

    /** The same work, which leaves its connection here if it has succeeded in time and somebody wants one. */
    <T extends @Nullable Object> Work<T> leaving(Work<T> work, Patience patience) {
        return (session, sql) -> {
            T result = work.run(session, sql);
            if (sql.dialect().endsWhenAborted() && session.isUnharmed() && !patience.isOver() && isWanted()) {
                keep(new Reader(session.move(), sql.entry(), database.settings().networkMillis(), time));
            }
            return result;
        };
    }

    private synchronized boolean isWanted() {
        if (users == 0 || wanted == 0 || !spare.take()) {
            return false;
        }
        wanted--;
        return true;
    }

    private synchronized @Nullable Reader take() {
        Reader last = unused.poll();
        if (last == null && wanted < spare.most()) {
            wanted++;
        }
        return last;
    }

    private void keep(Reader reader) {
        long now = time.nanoTime();
        if (spare.isWaitedFor() || reader.isLentFor(LENT, now) || !kept(reader, now)) {
            giveBack(reader);
        }
    }

    private synchronized boolean kept(Reader reader, long now) {
        if (users == 0) {
            return false;
        }
        reader.used(now);
        unused.push(reader);
        look();
        return true;
    }

    private void look() {
        if (!looking) {
            looking = true;
            time.schedule(LOOK, this::lookAround);
        }
    }

    private void lookAround() {
        List<Reader> done = new ArrayList<>();
        boolean waitedFor = spare.isWaitedFor();
        synchronized (this) {
            looking = false;
            long now = time.nanoTime();
            while (!unused.isEmpty() && (waitedFor || unused.getLast().isUnusedFor(UNUSED, now))) {
                done.add(unused.removeLast());
            }
            if (!unused.isEmpty()) {
                look();
            }
        }
        done.forEach(this::giveBack);
    }

    /** Where one has failed, the others may be of no more use: the pool will know. */
    private void giveBackAll() {
        List<Reader> others;
        synchronized (this) {
            others = List.copyOf(unused);
            unused.clear();
        }
        others.forEach(this::giveBack);
    }

    private void giveBack(Reader reader) {
        reader.giveBack();
        spare.giveBack();
    }
}
