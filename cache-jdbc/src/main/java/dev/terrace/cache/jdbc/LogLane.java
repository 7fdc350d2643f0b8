package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One thread at a time, lent by the host, drives the lane: it takes every append that waits and sends them in one transaction,
 * answers them, and then answers every read that waits, each by a statement that begins after those answers. So an append's stage
 * is complete before any slice that shows its records, and what comes while a transaction runs gathers for the next one.
 *
 * State, under this object's lock: the two queues, `waitingNames`, `driven`, `closed`. Trimmer, bell and `isAtOnce` belong to whoever drives.
 * Stages are completed, and the database is called, outside the lock. Bounded: above MAXIMUM_NAMES_WAITING names, or
 * MAXIMUM_READS_WAITING reads, calls fail at once.
 */
/** Puts the appends and reads of one log in order, and coalesces the appends. Thread-safe. */
final class LogLane {

    private static final Logger LOG = LoggerFactory.getLogger(LogLane.class);
    private static final int MAXIMUM_NAMES_WAITING = 100_000;
    private static final int MAXIMUM_READS_WAITING = 1_000;
    private static final int MAXIMUM_NAMES_SENT = 2 * Append.MAXIMUM_NAMES;

    private record WaitingAppend(Append append, Call<Appended> call) {}

    private record WaitingRead(LogRead read, Call<Slice> call) {}

    private final LogPlace place;
    private final LogTrimmer trimmer;
    private final LogBell bell;
    private final Caller beats;
    private final Queue<WaitingAppend> appends = new ArrayDeque<>();
    private final Queue<WaitingRead> reads = new ArrayDeque<>();
    private int waitingNames;
    private boolean driven;
    private boolean closed;
    /** Whether one statement may do. */
    private boolean isAtOnce = true;

    LogLane(LogPlace place, LogBell bell) {
        this.place = place;
        this.bell = bell;
        beats = new Caller(place.database(), place.host());
        this.trimmer = new LogTrimmer(place, place.database().settings());
    }

    CompletionStage<Appended> append(Append append) {
        Call<Appended> call = new Call<>(place.database(), place.host(), "An append of invalidations");
        int names = append.names().size();
        synchronized (this) {
            if (refuses(call, waitingNames + names > MAXIMUM_NAMES_WAITING)) {
                return call.answer;
            }
            waitingNames += names;
            appends.add(new WaitingAppend(append, call));
        }
        drive();
        return call.answer;
    }

    CompletionStage<Slice> read(Position after, Bookmark bookmark, int limit) {
        Call<Slice> call = new Call<>(place.database(), place.host(), "A read of invalidations");
        synchronized (this) {
            if (refuses(call, reads.size() >= MAXIMUM_READS_WAITING)) {
                return call.answer;
            }
            reads.add(new WaitingRead(new LogRead(place, after, bookmark, limit), call));
        }
        drive();
        return call.answer;
    }

    /** Writes the head as it is, past what waits here. */
    CompletionStage<?> beat() {
        return beats.call(
                "A sign of life in the invalidation log",
                patience -> place.database().durable(this::beat, patience));
    }

    private boolean beat(Session session, Sql sql) throws SQLException {
        try (PreparedStatement update = session.prepare(sql.log().beat)) {
            update.setBytes(1, place.id());
            update.executeUpdate();
            return true;
        }
    }

    /** Fails what waits and what comes; what is under way ends. */
    void close() {
        List<WaitingAppend> leftAppends;
        List<WaitingRead> leftReads;
        synchronized (this) {
            closed = true;
            beats.close();
            leftAppends = takeAppends(Integer.MAX_VALUE);
            leftReads = takeReads();
        }
        leftAppends.forEach(each -> each.call.fail(closed()));
        leftReads.forEach(each -> each.call.fail(closed()));
    }

    private boolean refuses(Call<?> call, boolean full) {
        if (closed) {
            call.fail(closed());
        } else if (full) {
            call.fail(new RejectedExecutionException("Too much waits for the invalidation log at "
                    + place.database().where()));
        }
        return closed || full;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the invalidation log was closed");
    }

    private void drive() {
        synchronized (this) {
            if (driven) {
                return;
            }
            driven = true;
        }
        try {
            place.host().executor().execute(this::run);
        } catch (RejectedExecutionException full) {
            List<WaitingAppend> refusedAppends;
            List<WaitingRead> refusedReads;
            synchronized (this) {
                driven = false;
                refusedAppends = takeAppends(Integer.MAX_VALUE);
                refusedReads = takeReads();
            }
            refusedAppends.forEach(each -> each.call.fail(full));
            refusedReads.forEach(each -> each.call.fail(full));
        }
    }

    private void run() {
        Duration left;
        while (true) {
            List<WaitingAppend> sent;
            List<WaitingRead> asked;
            synchronized (this) {
                sent = takeAppends(MAXIMUM_NAMES_SENT);
                asked = takeReads();
                if (sent.isEmpty() && asked.isEmpty() && (closed || !(trimmer.isDue() || bell.isDue()))) {
                    driven = false;
                    left = closed ? Duration.ZERO : bell.due();
                    break;
                }
            }
            send(sent);
            if (bell.isDue()) {
                ring();
            }
            asked.forEach(this::answer);
            trim();
        }
        if (!left.isZero()) {
            ringLater(left);
        }
    }

    private void ringLater(Duration delay) {
        try {
            place.host().time().schedule(delay, this::drive);
        } catch (RejectedExecutionException over) {
            LOG.debug("The host of {} has ended", place.namespace());
        }
    }

    private void ring() {
        try {
            bell.ring();
        } catch (SQLException | RuntimeException | Error failure) {
            LOG.debug("Nobody was woken at {}", place.database().where(), failure);
        }
    }

    /** At least one append, if there is one, and no more names than are told. */
    private List<WaitingAppend> takeAppends(int names) {
        List<WaitingAppend> taken = new ArrayList<>();
        int left = names;
        while (!appends.isEmpty()) {
            int size = appends.element().append.names().size();
            if (!taken.isEmpty() && size > left) {
                break;
            }
            left -= size;
            waitingNames -= size;
            taken.add(appends.remove());
        }
        return taken;
    }

    private List<WaitingRead> takeReads() {
        List<WaitingRead> taken = new ArrayList<>(reads);
        reads.clear();
        return taken;
    }

    private void send(List<WaitingAppend> taken) {
        List<WaitingAppend> wanted =
                taken.stream().filter(each -> !each.call.isOver()).toList();
        if (wanted.isEmpty()) {
            return;
        }
        Patience patience = Patience.of(wanted.stream().map(WaitingAppend::call).toList());
        try {
            List<Appended> appended =
                    append(wanted.stream().map(WaitingAppend::append).toList(), patience);
            for (int i = 0; i < wanted.size(); i++) {
                Appended each = appended.get(i);
                saw(each.position(wanted.get(i).append.names().size() - 1), each.token());
                wanted.get(i).call.succeed(each);
            }
        } catch (SQLException | RuntimeException | Error failure) {
            // Errors too: the lane goes on, and whoever waits is told.
            wanted.forEach(each -> each.call.fail(failure));
        }
    }

    private List<Appended> append(List<Append> appends, Patience patience) throws SQLException {
        LogAppendAtOnce atOnce = new LogAppendAtOnce(place, appends);
        List<Appended> appended = isAtOnce ? place.database().single(atOnce, patience) : null;
        LogHead head = atOnce.head();
        if (appended == null) {
            isAtOnce &= atOnce.isPossible();
            LogAppend inSteps = new LogAppend(place, appends);
            appended = place.database().durable(atOnce.met() ? inSteps.afterConflict() : inSteps, patience);
            head = inSteps.head();
        }
        if (head != null) {
            trimmer.saw(head);
            bell.appended();
        }
        return appended;
    }

    private void saw(Position reached, long token) {
        place.database().logs().saw(place.namespace(), new Bookmark(reached, token));
    }

    private void answer(WaitingRead asked) {
        if (asked.call.isOver()) {
            return;
        }
        try {
            Slice slice = asked.read.run(asked.call);
            saw(slice.reached(), slice.token());
            asked.call.succeed(slice);
        } catch (SQLException | RuntimeException | Error failure) {
            asked.call.fail(failure);
        }
    }

    private void trim() {
        if (!trimmer.isDue()) {
            return;
        }
        try {
            trimmer.step(Patience.ENDLESS);
        } catch (SQLException | RuntimeException | Error failure) {
            LOG.debug(
                    "The invalidation log at {} was not trimmed",
                    place.database().where(),
                    failure);
        }
    }
}
