package dev.terrace.flags.source;

import dev.terrace.flags.Definitions;
import dev.terrace.flags.DefinitionsException;
import dev.terrace.flags.Flag;
import dev.terrace.flags.Flags;
import dev.terrace.flags.OperatorOverride;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.internal.time.SystemTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/*
 * The owner of what is in force. One thread reads all letters, so nothing here has a lock: `rank`, `sought`, `spoken` and `unkept`
 * belong to it. `inForce`, `words` and `begun` are how others look on.
 *
 * Ranks. Sources are asked in an order, and the document of one holds as a whole: nothing is merged. `rank` is the source whose
 * document is in force, and only one of the same or a higher rank (a lower number) replaces it. So a first source that has once spoken
 * stays, also when it goes away: what it gave last is newer than anything of the second. The last known good is the first
 * source's, and counts as if it had just given it. It is sought once, when the first source has had its say, or the start has waited long
 * enough, and nothing of the first source is in force; later there always is something.
 *
 * Nothing is replaced before all of it is known to be right: parsed, compiled for the setting, and checked against the flags that
 * code knows. Then the order is: replace, tell, keep. A crash in between loses at most that this set would have been found
 * by a restart without the source, and never leaves anything on disk that was not in force.
 *
 * Keeping costs some fsyncs, which must not hold up the next document, so it happens when nothing waits.
 */
/** Parses, compiles, puts in force, and keeps. Its methods run on the feed's one thread. */
final class Applier implements Inbox.Reader {

    private final Setting setting;
    private final Flags flags;
    private final List<Flag<?>> known;
    private final List<Source> sources;
    private final @Nullable KeptFile kept;
    private final Teller teller;
    private final Arrivals arrivals;

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final String[] words;
    private volatile @Nullable SourceEvent inForce;

    private final boolean[] spoken;
    private int rank;
    private boolean sought;
    private @Nullable Document unkept;

    Applier(FlagFeed.Builder settings, Flags flags, Teller teller) {
        setting = settings.setting;
        known = List.copyOf(settings.known);
        sources = List.copyOf(settings.sources);
        kept = settings.kept == null ? null : new KeptFile(settings.kept);
        this.flags = flags;
        this.teller = teller;
        arrivals = new Arrivals(setting, teller);
        spoken = new boolean[sources.size()];
        words = new String[sources.size()];
        Arrays.fill(words, "nothing was heard of it");
        rank = sources.size();
    }

    /** Completes when the start need wait no longer. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    /** What the flags that are evaluated came from; null if there are none yet. */
    @Nullable
    SourceEvent inForce() {
        return inForce;
    }

    /** What each source has said last; to be asked when the start is over. */
    String words() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            text.append("\n  ").append(description(i)).append(": ").append(words[i]);
        }
        return text.toString();
    }

    @Override
    public void read(Letter letter) {
        if (letter instanceof Letter.Offer offer) {
            boolean answered = false;
            try {
                SourceEvent outcome = apply(offer);
                answered = true;
                offer.outcome().complete(outcome);
            } finally {
                if (!answered) {
                    offer.outcome().completeExceptionally(new IllegalStateException("the document was not read"));
                }
            }
        } else if (letter instanceof Letter.Refusal refusal) {
            refused(refusal.rank(), refusal.digest(), refusal.problems());
        } else if (letter instanceof Letter.Silence silence) {
            words[silence.rank()] = silence.reason();
            teller.tell(new SourceEvent.Unavailable(description(silence.rank()), silence.reason()));
        }
        int of = letter.rank();
        if (of >= 0) {
            spoken[of] = true;
        }
        if (of <= 0 && rank > 0) {
            recover();
        }
        if (of < 0 || rank == 0 || haveAllSpoken()) {
            begun.complete(null);
        }
    }

    @Override
    public void rest() {
        Document document = unkept;
        unkept = null;
        if (document == null || kept == null) {
            return;
        }
        try {
            kept.save(description(0), document, SystemTime.CLOCK.instant());
        } catch (IOException e) {
            teller.tell(new SourceEvent.NotKept(description(0), document.digest(), e.toString()));
        }
    }

    private SourceEvent apply(Letter.Offer offer) {
        Document document = offer.document();
        String source = description(offer.rank());
        Snapshot snapshot;
        try {
            snapshot = compile(document);
        } catch (DefinitionsException e) {
            return refused(offer.rank(), document.digest(), e.problems());
        } catch (RuntimeException | StackOverflowError e) {
            return refused(offer.rank(), document.digest(), inside(e));
        }
        if (offer.rank() > rank) {
            SourceEvent standby = new SourceEvent.Standby(source, document.digest(), description(rank));
            teller.tell(standby);
            return standby;
        }
        rank = offer.rank();
        SourceEvent loaded = new SourceEvent.Loaded(source, document.digest(), snapshot.version(), snapshot.warnings());
        putInForce(snapshot, loaded);
        if (!sources.get(rank).isAudited()) {
            arrivals.tell(source, document.digest());
        }
        if (rank == 0) {
            unkept = document;
        }
        return loaded;
    }

    private SourceEvent refused(int of, String digest, List<Problem> problems) {
        SourceEvent refused = new SourceEvent.Refused(description(of), digest, problems);
        words[of] = text(problems);
        teller.tell(refused);
        return refused;
    }

    /** Looks for what the first source had given last. */
    private void recover() {
        if (kept == null || sought) {
            return;
        }
        sought = true;
        String source = description(0);
        try {
            KeptFile.Content content = kept.load(source);
            Snapshot snapshot = compile(content.document());
            rank = 0;
            String digest = content.document().digest();
            putInForce(snapshot, new SourceEvent.Recovered(source, digest, snapshot.version(), content.kept()));
            arrivals.tell(source, digest);
        } catch (DefinitionsException e) {
            notRecovered(e.problems());
        } catch (KeptFile.UnusableException e) {
            notRecovered(List.of(e.problem()));
        } catch (RuntimeException | StackOverflowError e) {
            notRecovered(inside(e));
        }
    }

    private void notRecovered(List<Problem> problems) {
        words[0] += "; its last known good: " + text(problems);
        teller.tell(new SourceEvent.NotRecovered(description(0), problems));
    }

    private void putInForce(Snapshot snapshot, SourceEvent event) {
        flags.replace(snapshot);
        inForce = event;
        teller.tell(event);
    }

    private Snapshot compile(Document document) {
        List<OperatorOverride> overrides = new ArrayList<>(setting.overrides());
        overrides.addAll(document.overrides());
        try {
            Snapshot snapshot =
                    Definitions.parse(document.stream(), document.format()).compile(setting.overrides(overrides));
            snapshot.require(known);
            return snapshot;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private boolean haveAllSpoken() {
        for (boolean one : spoken) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    private String description(int of) {
        return sources.get(of).description();
    }

    private static List<Problem> inside(Throwable failure) {
        return List.of(new Problem(
                0,
                "",
                "Terrace has failed to read it: " + failure.getClass().getName(),
                "report it, with the document"));
    }

    private static String text(List<Problem> problems) {
        return problems.get(0) + (problems.size() == 1 ? "" : ", and " + (problems.size() - 1) + " more problems");
    }
}
