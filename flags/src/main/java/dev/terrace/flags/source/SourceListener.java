package dev.terrace.flags.source;

/**
 * Is told what becomes of documents, on a thread of its own, one event after the other.
 *
 * <p>It may block and throw: no document waits for it. What it throws is logged, once. While it is busy events wait, 1,000 at most;
 * what comes then is dropped and counted ({@link FlagFeed#eventsDropped}).
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SourceListener {

    /**
     * Something has happened.
     *
     * @param event what; its {@code toString()} quotes no document, only what is wrong with it
     */
    void onEvent(SourceEvent event);
}
