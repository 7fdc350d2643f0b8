package dev.terrace.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/*
 * One thread at a time runs; which one, and what it runs next, depends on the seed alone. Events run on whichever thread drives.
 * One that sleeps, such as a loader that waits for its source, hands the drive to a spare thread and takes it back at its time.
 * So code that blocks can be simulated without a word of its own, and without real time passing.
 *
 * All state is handed from thread to thread by semaphores, and touched by the one that drives.
 */
/** Virtual time, and the events of one simulated history in their order. For the thread that drives. */
final class Clockwork {

    /** Ends a sleeper whose history is over. */
    private static final class Over extends Error {
        private static final long serialVersionUID = 1L;

        Over() {
            super("the simulated history is over", null, false, false);
        }
    }

    private final Agenda agenda = new Agenda();
    private final Deque<Semaphore> spares = new ArrayDeque<>();
    private final List<Semaphore> sleepers = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private final Random random;
    private final Executor threads;
    private long now;
    private long ran;
    private boolean over;
    private @Nullable Throwable failure;

    /** Drives on threads of an executor that never makes one wait. */
    Clockwork(Random random, Executor threads) {
        this.random = random;
        this.threads = threads;
    }

    long now() {
        return now;
    }

    /** How many events have run. */
    long ran() {
        return ran;
    }

    Random random() {
        return random;
    }

    /** Runs a task after a delay. Of two at the same moment, the one that was scheduled first runs first. */
    Agenda.Event after(long nanos, Runnable task) {
        return agenda.add(now + Math.max(0, nanos), task);
    }

    /** Has a task not run, unless it has. */
    void cancel(Agenda.Event event) {
        agenda.remove(event);
    }

    /** Lets time pass for the task that calls this, while others run. */
    void sleep(long nanos) {
        Semaphore self = new Semaphore(0);
        sleepers.add(self);
        after(nanos, () -> wake(self));
        Semaphore spare = spares.poll();
        if (spare == null) {
            start();
        } else {
            spare.release();
        }
        self.acquireUninterruptibly();
        if (over) {
            throw new Over();
        }
    }

    private void wake(Semaphore sleeper) {
        sleepers.remove(sleeper);
        Semaphore self = new Semaphore(0);
        spares.push(self);
        sleeper.release();
        self.acquireUninterruptibly();
        if (over) {
            throw new Over();
        }
    }

    /** Runs until the end, or until a task fails; throws what it threw. */
    void run(long end) {
        after(end - now, () -> over = true);
        start();
        ended.acquireUninterruptibly(); // by whoever drove into the end; the others wait
        List<Semaphore> waiting = new ArrayList<>(sleepers);
        waiting.addAll(spares);
        for (Semaphore one : waiting) {
            one.release();
            ended.acquireUninterruptibly();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
    }

    private void start() {
        threads.execute(this::drive);
    }

    private void drive() {
        try {
            while (!over) {
                Agenda.Event next = agenda.next();
                now = next.at();
                ran++;
                next.task().run();
            }
        } catch (Over end) {
            // Let go after the end.
        } catch (Throwable thrown) {
            if (!over) {
                failure = thrown;
                over = true;
            }
        } finally {
            ended.release();
        }
    }
}
