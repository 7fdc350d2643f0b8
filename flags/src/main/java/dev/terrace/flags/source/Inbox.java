package dev.terrace.flags.source;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Letters between the threads of sources and the one thread that reads them. The lock of this object guards the queue and
 * nothing else; neither reading nor telling happens under it. There is at least one task at the executor for each letter that waits:
 * a letter that pushes others out takes over a task of theirs, so that neither queue outgrows the other. A task that dies takes
 * its letter with it and no other.
 *
 * A source that says more than the reader can read must not fill the memory: of each source, the newest letters wait, up to a
 * number and a weight, and the newest always does. What a source said before is pushed out, and told to be skipped. One source
 * never pushes out what another has said, which may be all that it will ever say.
 */
/** What sources have said and nobody has read. Thread-safe. */
final class Inbox {

    static final int MOST = 64;
    static final long HEAVIEST = 32L << 20;

    /** Reads letters, on one thread. */
    interface Reader {
        void read(Letter letter);

        /** Nothing waits now. */
        void rest();
    }

    private final Reader reader;
    private final Executor thread;
    private final Consumer<Letter> skipped;
    private final ArrayDeque<Letter> waiting = new ArrayDeque<>();
    private boolean closed;

    Inbox(Reader reader, Executor thread, Consumer<Letter> skipped) {
        this.reader = reader;
        this.thread = thread;
        this.skipped = skipped;
    }

    void post(Letter letter) {
        ArrayDeque<Letter> out = new ArrayDeque<>();
        synchronized (this) {
            if (closed) {
                out.add(letter);
            } else {
                waiting.add(letter);
                makeRoom(letter.rank(), out);
                if (out.isEmpty()) {
                    thread.execute(this::readOne);
                }
            }
        }
        out.forEach(skipped);
    }

    /** Skips what waits, and whatever comes. */
    void close() {
        ArrayDeque<Letter> out;
        synchronized (this) {
            closed = true;
            out = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        out.forEach(skipped);
    }

    private void makeRoom(int rank, ArrayDeque<Letter> out) {
        int count = 0;
        long weight = 0;
        for (Iterator<Letter> newestFirst = waiting.descendingIterator(); newestFirst.hasNext(); ) {
            Letter one = newestFirst.next();
            if (one.rank() != rank) {
                continue;
            }
            count++;
            weight += one.weight();
            if (count > 1 && (count > MOST || weight > HEAVIEST)) {
                newestFirst.remove();
                out.addFirst(one);
            }
        }
    }

    private void readOne() {
        Letter letter = take();
        if (letter != null) {
            reader.read(letter);
        }
        if (isEmpty()) {
            reader.rest();
        }
    }

    private synchronized @Nullable Letter take() {
        return waiting.poll();
    }

    private synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }
}
