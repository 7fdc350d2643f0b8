package dev.terrace.flags.source;

import dev.terrace.flags.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a source has said, on its way to the feed's thread. The rank is that of the source, 0 for the first. */
sealed interface Letter {

    int rank();

    /** What is known of the content it speaks of; empty if nothing is. */
    default String digest() {
        return "";
    }

    /** Bytes that it holds. */
    default long weight() {
        return 0;
    }

    /** A document. */
    record Offer(int rank, Document document, CompletableFuture<SourceEvent> outcome) implements Letter {
        @Override
        public String digest() {
            return document.digest();
        }

        @Override
        public long weight() {
            return document.length();
        }
    }

    /** A content that the source itself refuses. */
    record Refusal(int rank, String digest, List<Problem> problems) implements Letter {
        public Refusal {
            problems = List.copyOf(problems);
        }
    }

    /** The source cannot be read. */
    record Silence(int rank, String reason) implements Letter {}

    /** The start has waited long enough; of no source. */
    record Impatience(int rank) implements Letter {
        Impatience() {
            this(-1);
        }
    }
}
