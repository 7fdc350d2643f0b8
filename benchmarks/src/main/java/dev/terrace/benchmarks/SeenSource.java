package dev.terrace.benchmarks;

import dev.terrace.flags.Problem;
import dev.terrace.flags.source.Document;
import dev.terrace.flags.source.Intake;
import dev.terrace.flags.source.Source;
import dev.terrace.flags.source.SourceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Notes what another source hands over, at the moment at which it does so, and what becomes of it. Thread-safe. */
final class SeenSource implements Source {

    /** Between the end of a look and the note of it the thread may have had to wait. */
    private static final long SLACK_NANOS = 1_000_000_000L;

    /** Something that was handed over: a content by its digest; null if the file was away; empty if it was too large. */
    static final class Seen {

        private final @Nullable String digest;
        private final long at = System.nanoTime();
        private volatile @Nullable SourceEvent outcome;
        private volatile long outcomeAt;

        Seen(@Nullable String digest) {
            this.digest = digest;
        }

        @Nullable
        String digest() {
            return digest;
        }

        long at() {
            return at;
        }

        @Nullable
        SourceEvent outcome() {
            return outcome;
        }

        long outcomeAt() {
            return outcomeAt;
        }
    }

    private record Late(long from, long until) {}

    private final Source source;
    private final List<Seen> seen = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();

    SeenSource(Source source) {
        this.source = source;
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    synchronized int late() {
        return late.size();
    }

    /** Whether the source has said that it was late in some part of a time. */
    synchronized boolean isLateWithin(long from, long until) {
        return late.stream().anyMatch(one -> one.from - until <= 0 && one.until - from >= 0);
    }

    private synchronized Seen note(@Nullable String digest) {
        Seen one = new Seen(digest);
        seen.add(one);
        return one;
    }

    private synchronized void noteLate(Duration gap) {
        long now = System.nanoTime();
        late.add(new Late(now - gap.toNanos() - SLACK_NANOS, now));
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public void open(Intake intake) {
        source.open(new Intake() {
            @Override
            public CompletionStage<SourceEvent> offer(Document document) {
                Seen one = note(document.digest());
                return intake.offer(document).thenApply(outcome -> {
                    one.outcomeAt = System.nanoTime();
                    one.outcome = outcome;
                    return outcome;
                });
            }

            @Override
            public void refuse(String digest, List<Problem> problems) {
                note(digest);
                intake.refuse(digest, problems);
            }

            @Override
            public void unavailable(String reason) {
                note(null);
                intake.unavailable(reason);
            }

            @Override
            public void late(Duration gap) {
                noteLate(gap);
                intake.late(gap);
            }
        });
    }

    @Override
    public void close() {
        source.close();
    }
}
