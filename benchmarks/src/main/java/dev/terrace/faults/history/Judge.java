package dev.terrace.faults.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/*
 * Judges by what the files say alone. A read is stale if it misses a change that it must show; which ones these are is what the
 * promises differ in. r is when the read began on node B, and a change is known by when the call that told the caches
 * had returned, so that what was under way at the time binds nobody.
 *
 *   CACHE-1   changes of B itself that had returned before r, whatever the receipt.
 *   CACHE-2   changes that were LOGGED more than D before r, if B's last successful poll before r was sent less than D before r. The
 *             poll must be of the log that has acknowledged the change: what one half of a log that was split has taken and
 *             the other has not is a matter of CACHE-4.
 *   CACHE-3   if B's last successful beat before the read's end was sent more than S before r: by RELOAD, whatever was committed in the source
 *             more than S before r; by FAIL any answer is one too many; by SERVE_STALE nothing. A tick of the coarse clock
 *             is allowed for, and one after a process that did not run has gone on: it may answer before it has noticed.
 *   CACHE-4   where all has been well for D and for as long as a driver needs to notice: all that had returned more than D before r, if B
 *             polls as for CACHE-2. In the end, when nobody changes anything any more, the source, whether B polls or not.
 *             What was QUEUED on a node that has died is known to nobody; it is counted apart.
 *   CACHE-7   no call throws, but reads that FAIL refuses.
 *
 * A promise that B is only bound to for want of its records (a file that was cut off) is not judged: no poll, no CACHE-2; no beat, no
 * CACHE-3.
 */
/** Finds out which promises a history breaks. Not thread-safe. */
public final class Judge {

    /** The bound of one second, and a tick of the coarse clock. */
    static final long D = TimeUnit.MILLISECONDS.toNanos(1_100);

    /** Silence is noticed, and lives are ended, by ticks of a tenth of a second on a machine that may be busy. */
    static final long TICK = TimeUnit.MILLISECONDS.toNanos(300);

    private static final int EXAMPLES = 3;

    private final History history;
    private final Circumstances run;
    private final Contacts polls;
    private final Contacts beats;
    private final Map<Integer, KeyHistory> keys = new HashMap<>();
    private final Map<Promise, Integer> broken = new EnumMap<>(Promise.class);
    private final List<String> examples = new ArrayList<>();
    private long healing;
    private long slowest;
    private int apart;

    private Judge(History history) {
        this.history = history;
        run = history.circumstances();
        polls = new Contacts(run.nodes(), history.polls());
        beats = new Contacts(run.nodes(), history.beats());
    }

    /** What must be known of one key, by when and by whom. */
    private static final class KeyHistory {

        final Map<Integer, Steps> byNode = new HashMap<>();
        final Map<Long, Steps> byEpoch = new HashMap<>();
        final Steps committed = new Steps();
        final Steps returned = new Steps();
    }

    /**
     * Judges a history.
     *
     * @param history of a run that was ended
     * @return what it has shown
     */
    public static Verdict of(History history) {
        return new Judge(history).verdict();
    }

    private Verdict verdict() {
        history.changes().forEach(this::learn);
        history.reads().forEach(this::judge);
        int refused = 0;
        for (Failure failure : history.failures()) {
            if (run.policy().equals("FAIL") && failure.cause().equals(Failure.REFUSED)) {
                refused++;
            } else {
                broken(
                        Promise.CACHE_7,
                        String.format(
                                "node %d, %s of key %d at %s: %s",
                                failure.node(), failure.call(), failure.key(), at(failure.start()), failure.cause()));
            }
        }
        int logged = (int) history.changes().stream().filter(Change::logged).count();
        return new Verdict(
                run,
                history.reads().size(),
                logged,
                history.changes().size() - logged,
                refused,
                broken,
                examples,
                apart,
                slowest,
                healing);
    }

    private void learn(Change change) {
        KeyHistory key = keys.computeIfAbsent(change.key(), absent -> new KeyHistory());
        key.committed.add(change.committed(), change.version());
        key.byNode.computeIfAbsent(change.node(), absent -> new Steps()).add(change.end(), change.version());
        if (change.logged() && change.epoch() != 0) {
            key.byEpoch.computeIfAbsent(change.epoch(), absent -> new Steps()).add(change.end(), change.version());
        }
        if (change.logged() || history.survivors().contains(change.node())) {
            key.returned.add(change.end(), change.version());
        } else {
            apart++;
        }
    }

    private void judge(Read read) {
        if (!isAroundPause(read)) {
            slowest = Math.max(slowest, read.end() - read.start());
        }
        KeyHistory key = keys.get(read.key());
        if (key == null) {
            return;
        }
        long shown = read.version();
        long start = read.start();
        Steps own = key.byNode.get(read.node());
        if (own != null) {
            expect(read, Promise.CACHE_1, own.before(start));
        }
        Contact poll = polls.last(read.node(), start);
        Steps logged = key.byEpoch.get(poll.epoch());
        if (logged != null && poll.sent() > start - D) {
            expect(read, Promise.CACHE_2, logged.before(start - D));
        }
        judgeCutOff(read, key);
        if (start > run.healed()) {
            if (shown < key.returned.before(run.healed())) {
                healing = Math.max(healing, start - run.healed());
            }
        }
        if (isCalm(start)) {
            long returned = poll.sent() > start - D ? key.returned.before(start - D) : 0;
            expect(read, Promise.CACHE_4, Math.max(returned, atTheEnd(read)));
        }
    }

    private void judgeCutOff(Read read, KeyHistory key) {
        Contact beat = beats.last(read.node(), read.end());
        long allowed = run.silence() + TICK;
        if (beat.node() < 0 || read.start() - beat.sent() <= allowed || isAroundPause(read)) {
            return;
        }
        switch (run.policy()) {
            case "RELOAD" -> expect(read, Promise.CACHE_3, key.committed.before(read.start() - allowed));
            case "FAIL" ->
                broken(
                        Promise.CACHE_3,
                        String.format(
                                "node %d, key %d at %s: an answer, though no write of its has reached the log for %d ms",
                                read.node(), read.key(), at(read.start()), millis(read.start() - beat.sent())));
            case "SERVE_STALE" -> {}
            default -> throw new IllegalArgumentException("no such policy: " + run.policy());
        }
    }

    private boolean isCalm(long time) {
        for (Circumstances.Fault fault : run.faults()) {
            if (time > fault.from() && time <= fault.to() + run.reconnects() + D) {
                return false;
            }
        }
        return true;
    }

    /** What the last reads must show. Changes that nobody knows of are nobody's fault. */
    private long atTheEnd(Read read) {
        return apart == 0 && read.start() > run.quiet() + D ? run.source().getOrDefault(read.key(), 0L) : 0;
    }

    private boolean isAroundPause(Read read) {
        return history.pauses().stream()
                .anyMatch(pause ->
                        pause.node() == read.node() && read.end() > pause.from() && read.start() < pause.to() + TICK);
    }

    private void expect(Read read, Promise promise, long least) {
        if (read.version() < least) {
            broken(
                    promise,
                    String.format(
                            "node %d, key %d at %s: version %d, not %d",
                            read.node(), read.key(), at(read.start()), read.version(), least));
        }
    }

    private void broken(Promise promise, String words) {
        int count = broken.merge(promise, 1, Integer::sum);
        if (count <= EXAMPLES) {
            examples.add(promise + ": " + words);
        }
    }

    /** A time as it stands in the files, and how far from the last fault's end it is. */
    private String at(long time) {
        return String.format("%d (%+d ms)", time, millis(time - run.healed()));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
