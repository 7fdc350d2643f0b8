package dev.terrace.flags.source;

import dev.terrace.flags.Format;
import dev.terrace.flags.Problem;
import dev.terrace.flags.internal.document.Limits;
import dev.terrace.flags.internal.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * `seen` is what the last look found, `told` what was handed over last; both are contents, too large, or away. A finding is told when two looks in
 * a row agree on it and it is not what was told last. Contents are compared byte by byte: `seen` and `told` are the same object
 * after a telling, so a quiet file costs one reading, one comparison and no memory.
 *
 * All state but `intake` belongs to the watcher's thread. `intake` is set before the file is given to the watcher.
 *
 * What stands for an interval is found if two looks lie wholly inside any interval. That holds if from the beginning of one look
 * to the end of the look after the next no more than an interval passes: whenever a content comes, the look under way is the first of these three
 * at most. This is measured at each look. It is told when it begins not to be so, and
 * once more, of the whole time, when it is so again; whatever was missed came within a time that was told.
 */
/**
 * A file that is watched: its content is handed over at start and whenever it has changed. {@link FileWatcher} says how.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class WatchedFile implements Source {

    /** What a look may find besides contents. */
    private enum Other {
        AWAY,
        TOO_LARGE
    }

    private final Path file;
    private final Format format;
    private final FileWatcher watcher;
    private final boolean ownsWatcher;
    private volatile @Nullable Intake intake;

    /** A byte[], an Other, or null before the first look. */
    private @Nullable Object seen;

    private @Nullable Object told;
    private @Nullable String trouble;

    /** Whether the last look has thrown; of the watcher, on its thread. */
    boolean failing;

    private long lookBefore;
    private long lastLook;
    private int looks;
    private long lateSince;
    private int lateLooks;

    WatchedFile(Path file, Format format, FileWatcher watcher, boolean ownsWatcher) {
        this.file = file;
        this.format = format;
        this.watcher = watcher;
        this.ownsWatcher = ownsWatcher;
    }

    /**
     * A file with a watcher of its own, which looks every {@link FileWatcher#DEFAULT_INTERVAL} and is closed with it.
     *
     * @param file its path, which may be that of a link; the file need not be there yet. The ending says the format
     * @return a new source
     * @throws IllegalArgumentException if it ends neither in {@code .json} nor in {@code .yaml} or {@code .yml}
     */
    public static WatchedFile of(Path file) {
        return new WatchedFile(file, Format.of(file.toString()), FileWatcher.create(), true);
    }

    @Override
    public String description() {
        return "file " + file;
    }

    @Override
    public void open(Intake intake) {
        if (this.intake != null) {
            throw new IllegalStateException(description() + " is fed from already; make a source for each feed");
        }
        this.intake = intake;
        watcher.add(this);
    }

    @Override
    public void close() {
        watcher.remove(this);
        if (ownsWatcher) {
            watcher.close();
        }
    }

    /** Looks once; on the watcher's thread. Throws nothing. */
    void look(LookBuffer buffer) {
        Intake to = intake;
        if (to == null) {
            return;
        }
        long begin = SystemTime.nanos();
        Object found = find(buffer);
        boolean stands = agrees(found, seen, buffer);
        if (!stands) {
            seen = found == null ? buffer.copy() : found;
        }
        if (stands && !agrees(found, told, buffer)) {
            // In this order, so that what fails for lack of memory is tried again.
            tell(to, seen);
            told = seen;
        }
        measure(to, begin, SystemTime.nanos());
    }

    /** Null if a content is in the buffer. */
    private @Nullable Other find(LookBuffer buffer) {
        try {
            return buffer.read(file) == LookBuffer.Found.TOO_LARGE ? Other.TOO_LARGE : null;
        } catch (LookBuffer.AwayException e) {
            trouble = e.getMessage();
            return Other.AWAY;
        } catch (IOException | RuntimeException e) {
            trouble = "it cannot be read: " + e;
            return Other.AWAY;
        }
    }

    private static boolean agrees(@Nullable Object found, @Nullable Object with, LookBuffer buffer) {
        return found == null ? with instanceof byte[] content && buffer.holds(content) : found.equals(with);
    }

    private void tell(Intake to, @Nullable Object finding) {
        if (finding instanceof byte[] content) {
            to.offer(Document.of(content, format));
        } else if (finding == Other.TOO_LARGE) {
            to.refuse(
                    "",
                    List.of(new Problem(
                            0,
                            file.toString(),
                            "a document of more than " + Limits.LENGTH + " bytes",
                            "split the document; it has at most " + (Limits.LENGTH >> 20) + " MiB")));
        } else {
            to.unavailable(trouble == null ? "it cannot be read" : trouble);
        }
    }

    private void measure(Intake to, long begin, long end) {
        boolean tooLong = looks >= 2 && end - lookBefore > watcher.interval().toNanos();
        if (tooLong && lateLooks == 0) {
            lateSince = lookBefore;
            to.late(Duration.ofNanos(end - lateSince));
        } else if (!tooLong && lateLooks > 1) {
            to.late(Duration.ofNanos(end - lateSince));
        }
        lateLooks = tooLong ? lateLooks + 1 : 0;
        looks = Math.min(2, looks + 1);
        lookBefore = lastLook;
        lastLook = begin;
    }
}
