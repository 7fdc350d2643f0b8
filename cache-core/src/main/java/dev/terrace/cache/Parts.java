package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import dev.terrace.cache.internal.log.Announcement;
import dev.terrace.cache.internal.log.Sender;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Name;
import java.util.concurrent.CompletableFuture;

/** What the caches of a namespace share. Thread-safe. */
final class Parts {

    private final Namespace namespace;
    private final View view;
    private final Sender sender;
    private volatile boolean closed;

    Parts(Namespace namespace, View view, Sender sender) {
        this.namespace = namespace;
        this.view = view;
        this.sender = sender;
    }

    Namespace namespace() {
        return namespace;
    }

    View view() {
        return view;
    }

    Announcement announce(Name name) {
        requireOpen();
        return sender.announce(name);
    }

    static CompletableFuture<Receipt> receipt(Announcement announcement) {
        return announcement.receipt().thenApply(logged -> logged ? Receipt.LOGGED : Receipt.QUEUED);
    }

    /** Takes a stamp: the generation first, so that the position may only be newer. */
    Stamp stamp() {
        long generation = view.generation();
        return new Stamp(view, generation, view.position());
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Terrace '" + namespace.namespace() + "' is closed");
        }
    }

    /** Whether this call closed it. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
