package dev.terrace.flags.source;

import dev.terrace.flags.Flag;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.internal.time.OneThread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds {@link Flags} from sources. A document comes into force if it is right as a whole: read, compiled for the setting, and
 * with all flags that code asks for. Else what was in force stays, and listeners and the log are told all that is wrong.
 *
 * <p>The first source rules. Others are asked in their order, and only until the first has given something: nothing is merged
 * from two documents. When a source goes away, what it gave last stays in force.
 *
 * <p>Thread-safe. It has a thread of its own for documents and one for listeners, which come with work and go without; both are
 * daemons. Evaluations never wait for them.
 *
 * @since 0.1.0
 */
public final class FlagFeed implements AutoCloseable {

    /** How long a start waits for the first source unless told otherwise. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    /** How long a close waits for the document that is being read. */
    private static final Duration LAST_DOCUMENT = Duration.ofSeconds(2);

    private final Flags flags;
    private final List<Source> sources;
    private final Teller teller;
    private final OneThread thread = new OneThread("terrace-flags-feed", Integer.MAX_VALUE);
    private final Applier applier;
    private final Inbox inbox;

    private FlagFeed(Builder settings) {
        flags = settings.flags == null ? Flags.of(Snapshot.empty()) : settings.flags;
        sources = List.copyOf(settings.sources);
        teller = new Teller(settings.listeners);
        applier = new Applier(settings, flags, teller);
        inbox = new Inbox(applier, thread, this::skip);
    }

    /**
     * Begins the settings of a feed.
     *
     * @param setting where definitions are to hold
     * @return settings without a source
     */
    public static Builder builder(Setting setting) {
        return new Builder(setting);
    }

    /**
     * The flags that this feeds.
     *
     * @return always the same
     */
    public Flags flags() {
        return flags;
    }

    /**
     * Where the snapshot that is evaluated came from.
     *
     * @return a {@link SourceEvent.Loaded} or {@link SourceEvent.Recovered}; null while no source has given anything
     */
    public @Nullable SourceEvent inForce() {
        return applier.inForce();
    }

    /**
     * Tells another listener from now on.
     *
     * @param listener the listener
     */
    public void addListener(SourceListener listener) {
        teller.add(Objects.requireNonNull(listener, "a listener must not be null"));
    }

    /**
     * Tells a listener no more; an event that is being told still reaches it.
     *
     * @param listener one that was added, here or in the settings
     */
    public void removeListener(SourceListener listener) {
        teller.remove(listener);
    }

    /**
     * How many events listeners were not told, since a thousand waited for them already.
     *
     * @return since the start
     */
    public long eventsDropped() {
        return teller.dropped();
    }

    /**
     * Closes the sources and ends the threads. The flags stay as they are. A document that is being put in force or kept is waited for, two
     * seconds at most, so that no file is written afterwards. Idempotent.
     */
    @Override
    public void close() {
        sources.forEach(Source::close);
        inbox.close();
        thread.close(LAST_DOCUMENT);
        teller.close();
    }

    private void open() {
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).open(new RankedIntake(i));
        }
    }

    private void skip(Letter letter) {
        if (letter.rank() < 0) {
            return;
        }
        SourceEvent skipped = new SourceEvent.Skipped(sources.get(letter.rank()).description(), letter.digest());
        teller.tell(skipped);
        if (letter instanceof Letter.Offer offer) {
            offer.outcome().complete(skipped);
        }
    }

    private void await(Duration patience) {
        try {
            if (!isBegun(patience)) {
                inbox.post(new Letter.Impatience());
                isBegun(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("The start of the flags was interrupted");
        }
    }

    private boolean isBegun(Duration patience) throws InterruptedException {
        try {
            applier.begun().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing completes it so", e);
        }
    }

    /** What a source of some rank speaks to. */
    private final class RankedIntake implements Intake {

        private final int rank;

        RankedIntake(int rank) {
            this.rank = rank;
        }

        @Override
        public CompletionStage<SourceEvent> offer(Document document) {
            CompletableFuture<SourceEvent> outcome = new CompletableFuture<>();
            inbox.post(new Letter.Offer(rank, document, outcome));
            return outcome;
        }

        @Override
        public void refuse(String digest, List<Problem> problems) {
            inbox.post(new Letter.Refusal(rank, digest, problems));
        }

        @Override
        public void unavailable(String reason) {
            inbox.post(new Letter.Silence(rank, reason));
        }

        @Override
        public void late(Duration gap) {
            teller.tell(new SourceEvent.Late(sources.get(rank).description(), gap));
        }
    }

    /**
     * The settings of a feed. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        final Setting setting;
        final List<Source> sources = new ArrayList<>();
        final List<Flag<?>> known = new ArrayList<>();
        final List<SourceListener> listeners = new ArrayList<>();

        @Nullable
        Flags flags;

        @Nullable
        Path kept;

        private Duration patience = DEFAULT_PATIENCE;
        private boolean withDefaults;

        Builder(Setting setting) {
            this.setting = Objects.requireNonNull(setting, "a feed needs a setting; Setting.none() is one");
        }

        /**
         * Adds a source. The first one added rules; of the others, an earlier one goes before a later one, and they are asked
         * only until one before them has given something.
         *
         * @param source the source
         * @return this
         */
        public Builder from(Source source) {
            sources.add(Objects.requireNonNull(source, "a source must not be null"));
            return this;
        }

        /**
         * Feeds these flags, which have a clock of their own perhaps. Nobody else may replace their snapshot.
         *
         * @param fed the flags; new ones by default
         * @return this
         */
        public Builder into(Flags fed) {
            flags = fed;
            return this;
        }

        /**
         * Keeps what the first source gave last, with its overrides, in a file of this path, and takes that at a start at which
         * the first source cannot be read or has nothing that is right. The file is this feed's alone. It is protected
         * by a checksum against damage; against people by the rights of its directory.
         *
         * @param file a path in a directory that exists; nothing is kept by default
         * @return this
         */
        public Builder keepIn(Path file) {
            kept = file;
            return this;
        }

        /**
         * Refuses every document that lacks one of these flags, or has it with another type.
         *
         * @param flags the constants that code asks for
         * @return this
         */
        public Builder require(Collection<? extends Flag<?>> flags) {
            known.addAll(flags);
            return this;
        }

        /**
         * Tells a listener. The log is told in any case.
         *
         * @param listener the listener
         * @return this
         */
        public Builder listener(SourceListener listener) {
            listeners.add(Objects.requireNonNull(listener, "a listener must not be null"));
            return this;
        }

        /**
         * Bounds how long {@link #start} waits for the first source before it goes on with the last known good or another
         * source.
         *
         * @param longest positive; {@link FlagFeed#DEFAULT_PATIENCE} by default
         * @return this
         */
        public Builder patience(Duration longest) {
            if (longest.isNegative() || longest.isZero()) {
                throw new IllegalArgumentException("patience must be positive: " + longest);
            }
            patience = longest;
            return this;
        }

        /**
         * Lets the start succeed also if there are no definitions at all. Until a source gives some, every evaluation answers the
         * caller's default.
         *
         * @return this
         */
        public Builder startWithDefaults() {
            withDefaults = true;
            return this;
        }

        /**
         * Opens the sources, and waits until a document of the first one or its last known good is in force, or until all have
         * spoken, or patience is over.
         *
         * @return a feed with definitions in force, or without after {@link #startWithDefaults}
         * @throws IllegalStateException if these settings can never work; it names all that is wrong with them
         * @throws SourceException if there are no definitions that can be used, or the thread was interrupted
         */
        public FlagFeed start() {
            check();
            FlagFeed feed = new FlagFeed(this);
            boolean started = false;
            try {
                feed.open();
                feed.await(patience);
                if (feed.inForce() == null && !withDefaults) {
                    throw new SourceException(
                            "There are no definitions of flags to start with; mend one of these, or call "
                                    + "startWithDefaults() to have callers' defaults until then:"
                                    + feed.applier.words());
                }
                started = true;
                return feed;
            } finally {
                if (!started) {
                    feed.close();
                }
            }
        }

        private void check() {
            List<String> faults = new ArrayList<>();
            if (sources.isEmpty()) {
                faults.add("there is no source; add one with from(...)");
            }
            Set<String> seen = new HashSet<>();
            for (Source source : sources) {
                if (!seen.add(source.description())) {
                    faults.add("the source \"" + source.description() + "\" was added twice; keep one");
                }
            }
            if (kept != null) {
                Path directory = kept.toAbsolutePath().getParent();
                if (directory == null || !Files.isDirectory(directory)) {
                    faults.add("keepIn(" + kept + "): its directory does not exist; make it, or choose another");
                }
            }
            if (!faults.isEmpty()) {
                throw new IllegalStateException("This feed of flags cannot work: " + String.join("; ", faults));
            }
        }
    }
}
