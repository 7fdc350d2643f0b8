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
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A watched file, what was done to it, and what its feed has told. Edited by one thread at a time; events come from the feed's.
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
     */
    private record Edit(Kind kind, @Nullable String digest, boolean isGood, long begin, long end) {}

    private record Heard(SourceEvent event, long at) {}

    /** What became of the edits. */
    record Judged(List<Kind> missed, List<Double> millisUntilLoaded, int late, boolean isLastGoodInForce) {}

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
    private final List<Heard> heard = new ArrayList<>();
    private int number;
    private String lastGood;

    FlagFile(Path directory, FileWatcher watcher, int name, long pauseMillis) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("file-" + name));
        this.pauseMillis = pauseMillis;
        isLinked = name % 4 == 3;
        random = new Random(name);
        file = this.directory.resolve("flags.yaml");
        lastGood = mark();
        if (isLinked) {
            version(text(lastGood));
            Files.createSymbolicLink(this.directory.resolve("..data"), Path.of("..0"));
            Files.createSymbolicLink(file, Path.of("..data", "flags.yaml"));
        } else {
            Files.writeString(file, text(lastGood));
        }
        feed = FlagFeed.builder(Setting.none())
                .from(watcher.file(file))
                .listener(this::hear)
                .start();
    }

    private synchronized void hear(SourceEvent event) {
        heard.add(new Heard(event, System.nanoTime()));
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
        long begin = System.nanoTime();
        String digest;
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
            String mark = mark();
            String text = switch (content) {
                case GOOD -> text(mark);
                case EMPTY -> "#" + " ".repeat(number);
                default -> text(mark) + "  " + mark + ": {type: boolan}\n";
            };
            change(kind, text, wasThere);
            digest = digest(text);
            lastGood = content == Content.GOOD ? mark : lastGood;
        }
        edits.add(new Edit(kind, digest, content == Content.GOOD, begin, System.nanoTime()));
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

    /** Finds for each edit, in their order, the event that it must have caused. */
    synchronized Judged judge() {
        List<Kind> missed = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        int from = 0;
        for (Edit edit : edits) {
            int at = from;
            while (at < heard.size() && !isOf(edit, heard.get(at))) {
                at++;
            }
            if (at == heard.size()) {
                missed.add(edit.kind());
                continue;
            }
            from = at + 1;
            if (edit.digest() != null && edit.isGood() && !edit.digest().isEmpty()) {
                millis.add(Clock.millis(heard.get(at).at() - edit.end()));
            }
        }
        int late = (int) heard.stream()
                .filter(one -> one.event() instanceof SourceEvent.Late)
                .count();
        return new Judged(
                missed, millis, late, feed.flags().value(MARK, "anybody").equals(lastGood));
    }

    private static boolean isOf(Edit edit, Heard heard) {
        if (heard.at() - edit.begin() < 0) {
            return false;
        }
        if (edit.digest() == null) {
            return heard.event() instanceof SourceEvent.Unavailable;
        }
        return heard.event() instanceof SourceEvent.Loaded loaded
                ? edit.isGood() && loaded.digest().equals(edit.digest())
                : heard.event() instanceof SourceEvent.Refused refused
                        && refused.digest().equals(edit.digest());
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
