package dev.terrace.flags.source;

import dev.terrace.flags.Format;
import dev.terrace.flags.internal.time.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files on one daemon thread. It goes by their content alone: how they are replaced, and what times they bear, is
 * nothing to it.
 *
 * <p>It looks at each file four times in an interval. A content counts when two looks in a row have found it, so half a file
 * is not taken for a whole one while it is being written; and what stands for one interval is not missed. If looking takes so
 * long that this cannot be promised, {@link SourceEvent.Late} is told. A file on a file system that hangs holds up all files of its
 * watcher: give those one of their own.
 *
 * <p>Thread-safe. {@link #close} ends the thread; sources of a closed watcher hand nothing over any more.
 *
 * @since 0.1.0
 */
public final class FileWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatcher.class);

    /** The interval unless told otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    static final Duration SHORTEST = Duration.ofMillis(20);
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int LOOKS = 4;

    private final Duration interval;
    private final LookBuffer buffer = new LookBuffer();
    private final List<WatchedFile> files = new CopyOnWriteArrayList<>();
    private @Nullable Rounds rounds;
    private boolean closed;

    private FileWatcher(Duration interval) {
        this.interval = interval;
    }

    /**
     * One with {@link #DEFAULT_INTERVAL}.
     *
     * @return a new one; its thread comes with the first file
     */
    public static FileWatcher create() {
        return every(DEFAULT_INTERVAL);
    }

    /**
     * One with another interval.
     *
     * @param interval how long a content must stand so that it is never missed, 20 ms to an hour
     * @return a new one; its thread comes with the first file
     * @throws IllegalArgumentException if the interval is out of bounds
     */
    public static FileWatcher every(Duration interval) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the interval of a file watcher must be from 20 ms to 1 h: " + interval);
        }
        return new FileWatcher(interval);
    }

    /**
     * A source that hands over a file's content whenever it changes.
     *
     * @param file its path, which may be that of a link; the file need not be there yet. The ending says the format
     * @return a new source
     * @throws IllegalArgumentException if it ends neither in {@code .json} nor in {@code .yaml} or {@code .yml}
     */
    public WatchedFile file(Path file) {
        return file(file, Format.of(file.toString()));
    }

    /**
     * A source that hands over a file's content whenever it changes.
     *
     * @param file its path, which may be that of a link; the file need not be there yet
     * @param format its syntax
     * @return a new source
     */
    public WatchedFile file(Path file, Format format) {
        return new WatchedFile(file, format, this, false);
    }

    /** Ends the thread; waits for nothing. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (rounds != null) {
            rounds.close();
        }
    }

    Duration interval() {
        return interval;
    }

    synchronized void add(WatchedFile file) {
        if (closed) {
            throw new IllegalStateException(
                    file.description() + ": its watcher is closed; close a watcher after the feeds that use it");
        }
        files.add(file);
        if (rounds == null) {
            rounds = new Rounds("terrace-flags-files", interval.dividedBy(LOOKS), this::round);
        }
        // A start waits for the first two looks.
        rounds.once(Duration.ZERO, () -> look(file));
        rounds.once(SHORTEST, () -> look(file));
    }

    void remove(WatchedFile file) {
        files.remove(file);
    }

    private void round() {
        files.forEach(this::look);
    }

    /** Nothing that one file causes, such as a lack of memory, may end the looking at all. */
    private void look(WatchedFile file) {
        try {
            file.look(buffer);
            file.failing = false;
        } catch (RuntimeException | Error failure) {
            if (!file.failing) {
                file.failing = true;
                LOG.error("Looks at {} fail; it is looked at again", file.description(), failure);
            }
        }
    }
}
