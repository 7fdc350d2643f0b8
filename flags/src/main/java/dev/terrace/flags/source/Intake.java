package dev.terrace.flags.source;

import dev.terrace.flags.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Takes what a source has to say. What one source says takes effect in the order in which it is said.
 *
 * <p>Thread-safe. No method blocks or throws for what the source says; after the feed's end they do nothing.
 *
 * @since 0.1.0
 */
public interface Intake {

    /**
     * Hands over the document that the source has now. It comes into force if it is right as a whole, and if no source of a
     * higher rank has given one. Sources need not compare it with what they had handed over before.
     *
     * @param document the document
     * @return what became of it, a {@link SourceEvent.Loaded}, {@link SourceEvent.Refused}, {@link SourceEvent.Standby} or
     *     {@link SourceEvent.Skipped}; completed by the feed's thread, which must not be held up
     */
    CompletionStage<SourceEvent> offer(Document document);

    /**
     * Says that the source has a content which it cannot hand over, such as a file that is too large.
     *
     * @param digest what the content is known by; empty if it was not read
     * @param problems what is wrong with it, at least one thing
     */
    void refuse(String digest, List<Problem> problems);

    /**
     * Says that the source cannot be read. It is enough to say so once, until it can be read again; then it offers its
     * document, also if that is the same as before.
     *
     * @param reason why, for people and without secrets
     */
    void unavailable(String reason);

    /**
     * Says that the source could not look as often as it promises, so that a content may have come and gone unseen. A source
     * that says so at the beginning of such a time says so again at its end.
     *
     * @param gap how long it has been so by now
     */
    void late(Duration gap);
}
