package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import dev.terrace.cache.internal.log.Announcement;
import dev.terrace.cache.internal.log.Heartbeat;
import dev.terrace.cache.internal.log.Renewals;
import dev.terrace.cache.internal.log.Sender;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Tier;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the caches of a namespace share. Thread-safe. */
final class Parts {

    private final Namespace namespace;
    private final View view;
    private final Sender sender;
    private final Heartbeat heartbeat;
    private final boolean local;
    private final Renewals renewals;
    private final Watching watching;
    private final Set<Thread> loading = ConcurrentHashMap.newKeySet();
    private final Waits waits = new Waits();
    private volatile boolean closed;

    Parts(
            Namespace namespace,
            View view,
            Sender sender,
            Heartbeat heartbeat,
            boolean local,
            @Nullable CallObserver calls) {
        this.namespace = namespace;
        this.view = view;
        this.sender = sender;
        this.heartbeat = heartbeat;
        this.local = local;
        renewals = new Renewals(view, namespace.steps());
        watching = new Watching(calls);
    }

    /** This thread begins to run a loader; answers whether it must say when that ends, for it may be inside another one's. */
    boolean beginsToLoad() {
        return loading.add(Thread.currentThread());
    }

    void hasLoaded() {
        loading.remove(Thread.currentThread());
    }

    /** Whether this thread runs a loader now. */
    boolean isLoading() {
        return loading.contains(Thread.currentThread());
    }

    /** What the threads of loaders wait for. */
    Waits waits() {
        return waits;
    }

    /** Who is told of calls of far tiers and loaders. */
    Watching watching() {
        return watching;
    }

    /** Whether there is no log, so that nobody else invalidates anything here. */
    boolean isLocal() {
        return local;
    }

    /** Whether this node would know of an invalidation that another one has made. */
    boolean hearsInvalidations() {
        return local || (!heartbeat.isSilent() && view.isCurrent());
    }

    Namespace namespace() {
        return namespace;
    }

    View view() {
        return view;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    Announcement announce(Name name) {
        return announce(name, null, null);
    }

    Announcement announce(Name name, @Nullable Cargo cargo, @Nullable Cargo instead) {
        requireOpen();
        Announcement announcement = sender.announce(name, cargo, instead);
        renewals.changed();
        return announcement;
    }

    /** What keeps entries trusted that nobody reads. */
    Renewals renewals() {
        return renewals;
    }

    /** Whether appends to the log may carry writes into a tier. */
    boolean carries(Tier tier) {
        return sender.carries(tier);
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

    /** Refuses reads where that is the policy. */
    void requireReadable() {
        requireOpen();
        if (heartbeat.refuses()) {
            throw new CacheDisconnectedException("Terrace '" + namespace.namespace()
                    + "' has not reached its invalidation log and was told to fail then: check that the log is reachable, or "
                    + "give its builder whenDisconnected(RELOAD or SERVE_STALE, ...)");
        }
    }

    /** Whether this call closed it. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
