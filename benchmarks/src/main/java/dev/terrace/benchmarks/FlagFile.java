package dev.terrace.benchmarks;

import dev.terrace.flags.Setting;
import dev.terrace.flags.StringFlag;
import dev.terrace.flags.source.FileWatcher;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.source.SourceEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A watched file, what was done to it, and what became of that. Edited by one thread at a time.
 */
final class FlagFile implements AutoCloseable {

    /** How a file is changed. */
    enum Kind {
        /** Written in place. */
        IN_PLACE,
        /** Written in two halves, with a pause in between that is far shorter than an interval. */
        IN_HALVES,
        /** Another file is moved over it. */
        REPLACED,
        /** The same, with a time long past. */
        REPLACED_BY_OLDER,
        /** Written in place with the same length, and given the time that it had. */
        SAME_TIME,
        /** Removed, and there again a moment later. */
        RECREATED,
        /** Removed. */
        DELETED,
        /** The link of a mounted ConfigMap is swapped; some files are changed in this way alone. */
        LINK_SWAPPED
    }

    /** What it is changed to. */
    private enum Content {
        GOOD,
        WRONG,
        EMPTY,
        TOO_LARGE
    }

    /**
     * One edit, and what is expected of it.
     *
     * @param digest of the content; null if it is not there, empty if it is not to be read
     * @param mark what the flag answers by it; null if it is not right
     */
    private record Edit(
            Kind kind, @Nullable String digest, @Nullable String mark, long begin, long end) {}

    /**
     * What became of the edits.
     *
     * @param missed those that the watcher did not hand over, in their order
     * @param unannounced how many of them came while the watcher did not say that it was late
     * @param wrong how many were handed over and not loaded or refused as they must be
     */
    record Judged(
            List<Kind> missed,
            int unannounced,
            int wrong,
            List<Double> millisUntilLoaded,
            int late,
            boolean isLastGoodInForce) {}

    private static final StringFlag MARK = StringFlag.of("mark", "none");
    private static final long TOO_LARGE = 100L << 20;
    private static final FileTime LONG_PAST = FileTime.fromMillis(1_000_000_000_000L);

    private final Path directory;
    private final Path file;
    private final boolean isLinked;
    private final Random random;
    private final long pauseMillis;
    private final FlagFeed feed;
    private final List<Edit> edits = new ArrayList<>();
    private final SeenSource seen;
    private int number;

    FlagFile(Path directory, FileWatcher watcher, int name, long pauseMillis) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("file-" + name));
        this.pauseMillis = pauseMillis;
        isLinked = name % 4 == 3;
        random = new Random(name);
        file = this.directory.resolve("flags.yaml");
        if (isLinked) {
            version(text(mark()));
            Files.createSymbolicLink(this.directory.resolve("..data"), Path.of("..0"));
            Files.createSymbolicLink(file, Path.of("..data", "flags.yaml"));
        } else {
            Files.writeString(file, text(mark()));
        }
        seen = new SeenSource(watcher.file(file));
        feed = FlagFeed.builder(Setting.none()).from(seen).start();
    }

    /** Changes the file in some way to something that it was not before. */
    void edit() throws IOException {
        number++;
        Kind kind = isLinked ? Kind.LINK_SWAPPED : Kind.values()[random.nextInt(Kind.values().length - 1)];
        boolean wasThere = Files.exists(file);
        if (kind == Kind.DELETED && !wasThere) {
            kind = Kind.IN_PLACE;
        }
        Content content = content();
        if (content == Content.TOO_LARGE && !edits.isEmpty() && "".equals(last().digest())) {
            content = Content.GOOD;
        }
        long begin = System.nanoTime();
        String digest;
        String mark = null;
        if (kind == Kind.DELETED) {
            Files.delete(file);
            digest = null;
        } else if (content == Content.TOO_LARGE && !isLinked) {
            kind = Kind.IN_PLACE;
            try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
                large.setLength(TOO_LARGE);
            }
            digest = "";
        } else {
            String text = switch (content) {
                case GOOD -> text(mark());
                case EMPTY -> "#" + " ".repeat(number);
                default -> text(mark()) + "  " + mark() + ": {type: boolan}\n";
            };
            change(kind, text, wasThere);
            digest = digest(text);
            mark = content == Content.GOOD ? mark() : null;
        }
        edits.add(new Edit(kind, digest, mark, begin, System.nanoTime()));
    }

    private Edit last() {
        return edits.get(edits.size() - 1);
    }

    private Content content() {
        int of = random.nextInt(10);
        return of < 5 ? Content.GOOD : of < 8 ? Content.WRONG : of < 9 ? Content.EMPTY : Content.TOO_LARGE;
    }

    private String mark() {
        return String.format("m%07d", number);
    }

    /** All good ones have one length. */
    private static String text(String mark) {
        return "flags:\n  mark: {type: string, variants: {v: " + mark + "}, default: v}\n";
    }

    private void change(Kind kind, String text, boolean wasThere) throws IOException {
        switch (kind) {
            case IN_HALVES -> {
                Files.writeString(file, text.substring(0, text.length() / 2));
                Clock.pauseMillis(pauseMillis);
                Files.writeString(file, text.substring(text.length() / 2), StandardOpenOption.APPEND);
            }
            case REPLACED, REPLACED_BY_OLDER -> {
                Path other = Files.writeString(directory.resolve("other"), text);
                if (kind == Kind.REPLACED_BY_OLDER) {
                    Files.setLastModifiedTime(other, LONG_PAST);
                }
                Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            case SAME_TIME -> {
                FileTime time = wasThere ? Files.getLastModifiedTime(file) : LONG_PAST;
                Files.writeString(file, text);
                Files.setLastModifiedTime(file, time);
            }
            case RECREATED -> {
                Files.deleteIfExists(file);
                Clock.pauseMillis(pauseMillis);
                Files.writeString(file, text);
            }
            case LINK_SWAPPED -> {
                Path before = Files.readSymbolicLink(directory.resolve("..data"));
                Files.createSymbolicLink(directory.resolve("..data_tmp"), version(text));
                Files.move(
                        directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
                Files.delete(directory.resolve(before).resolve("flags.yaml"));
                Files.delete(directory.resolve(before));
            }
            default -> Files.writeString(file, text);
        }
    }

    private Path version(String text) throws IOException {
        Path version = Path.of(".." + number);
        Files.writeString(Files.createDirectory(directory.resolve(version)).resolve("flags.yaml"), text);
        return version;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many edits there were. */
    int edits() {
        return edits.size();
    }

    /** Finds for each edit, in their order, what the watcher must have handed over. */
    Judged judge() {
        List<SeenSource.Seen> all = seen.seen();
        List<Kind> missed = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        int unannounced = 0;
        int wrong = 0;
        int from = 0;
        String lastGood = null;
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            int at = find(
                    edit, all, from, i + 1 < edits.size() ? edits.get(i + 1).end() : Long.MAX_VALUE);
            if (at < 0) {
                missed.add(edit.kind());
                long until = i + 1 < edits.size() ? edits.get(i + 1).begin() : edit.end();
                unannounced += seen.isLateWithin(edit.begin(), until) ? 0 : 1;
                continue;
            }
            from = at + 1;
            SeenSource.Seen found = all.get(at);
            SourceEvent outcome = found.outcome();
            lastGood = edit.mark() != null ? edit.mark() : lastGood;
            if (outcome instanceof SourceEvent.Loaded) {
                millis.add(Clock.millis(found.outcomeAt() - edit.end()));
            }
            wrong += isRight(edit, outcome) ? 0 : 1;
        }
        return new Judged(
                missed,
                unannounced,
                wrong,
                millis,
                seen.late(),
                lastGood == null || feed.flags().value(MARK, "anybody").equals(lastGood));
    }

    /** What is no content looks like another of its kind, and must have been seen before the next edit was over. */
    private static int find(Edit edit, List<SeenSource.Seen> all, int from, long nextEnd) {
        boolean isContent = edit.digest() != null && !edit.digest().isEmpty();
        for (int at = from; at < all.size(); at++) {
            SeenSource.Seen one = all.get(at);
            if (Objects.equals(one.digest(), edit.digest())
                    && one.at() - edit.begin() >= 0
                    && (isContent || nextEnd == Long.MAX_VALUE || one.at() - nextEnd <= 0)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isRight(Edit edit, @Nullable SourceEvent outcome) {
        if (edit.digest() == null || edit.digest().isEmpty()) {
            return outcome == null;
        }
        return edit.mark() != null ? outcome instanceof SourceEvent.Loaded : outcome instanceof SourceEvent.Refused;
    }

    @Override
    public void close() {
        feed.close();
    }

    /** The kinds, for a sentence. */
    static String kinds() {
        return Arrays.toString(Kind.values());
    }
}
