package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One resolution of one key: far tiers in order, then the loader. Thread-safe. */
final class Flight<K, V extends @Nullable Object> {

    private static final long UNSTAMPED = Long.MAX_VALUE;

    private final K key;
    private final Digest digest;
    private final long opened;
    private final @Nullable Thread crew;
    /** Superseded flights of the same key that were under way when this one was opened. */
    private volatile List<Flight<K, V>> beside;

    private final CompletableFuture<@Nullable Entry<V>> landing = new CompletableFuture<>();
    private volatile @Nullable Thread pilot;
    private volatile long began = UNSTAMPED;
    private volatile @Nullable String tier;
    private volatile long @Nullable [] leftOutNames;
    private volatile @Nullable Signals<V> signals;
    private volatile boolean refresh;
    private volatile boolean batch;
    private volatile @Nullable Turn<V> turn;
    private volatile @Nullable Call<K, V> call;
    private volatile boolean wanted;
    private volatile boolean wantedByLoader;

    Flight(K key, Digest digest, long opened, @Nullable Thread crew, List<Flight<K, V>> beside) {
        this.key = key;
        this.digest = digest;
        this.opened = opened;
        this.crew = crew;
        this.beside = beside;
    }

    /** What is told on the way of those flights that a far tier does not simply end: most need none of it. */
    private static final class Signals<V extends @Nullable Object> {
        private final CompletableFuture<Offer<V>> stale = new CompletableFuture<>();
        private final CompletableFuture<Offer<V>> fresh = new CompletableFuture<>();
        private final CompletableFuture<@Nullable Void> loadable = new CompletableFuture<>();
        private final AtomicReference<@Nullable Runnable> load = new AtomicReference<>();
    }

    private Signals<V> signals() {
        Signals<V> known = signals;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = signals;
            if (known == null) {
                known = new Signals<>();
                signals = known;
            }
            return known;
        }
    }

    K key() {
        return key;
    }

    Digest digest() {
        return digest;
    }

    /** The view's generation before anything was asked. */
    long opened() {
        return opened;
    }

    /** The stamp's generation once the loader has been reached, else higher than any. */
    long began() {
        return began;
    }

    /** This thread is about to load. */
    void stamped(long generation) {
        pilot = Thread.currentThread();
        began = generation;
    }

    boolean isStamped() {
        return began != UNSTAMPED;
    }

    /** Whether this thread, or the one whose blocking call it runs, flies this and so must not wait for it. */
    @SuppressWarnings("ReferenceEquality") // a thread is itself
    boolean isFlownBy(@Nullable Thread caller) {
        return !landing.isDone() && ((crew != null && crew == caller) || pilot == Thread.currentThread());
    }

    /** The thread that loads this; null if none does. */
    @Nullable
    Thread pilot() {
        return landing.isDone() ? null : pilot;
    }

    /** The entry; null where there is no loader and no tier has one. */
    CompletableFuture<@Nullable Entry<V>> landing() {
        return landing;
    }

    /** What it has brought; null while it flies, or if that is nothing. */
    @Nullable
    Entry<V> brought() {
        return landing.isDone() && !landing.isCompletedExceptionally() ? landing.join() : null;
    }

    /** What it has failed with; null while it flies, or if it has not. */
    @Nullable
    Throwable failure() {
        if (!landing.isCompletedExceptionally()) {
            return null;
        }
        try {
            landing.join();
            return null;
        } catch (CompletionException wrapped) {
            return wrapped.getCause() == null ? wrapped : wrapped.getCause();
        }
    }

    /** The tier that had the answer; null if it was loaded, or if there is none. */
    @Nullable
    String tier() {
        return tier;
    }

    /** An entry whose freshness is over, and the tier that has it. */
    record Offer<V extends @Nullable Object>(Entry<V> entry, String tier) {}

    /** A tier has an entry whose freshness is over. The flight goes on, and who may do with that need not wait for it. */
    void offer(Entry<V> entry, String tier) {
        signals().stale.complete(new Offer<>(entry, tier));
    }

    /** What was offered first, if anything ever is. */
    CompletableFuture<Offer<V>> stale() {
        return signals().stale;
    }

    /** What was offered so far. */
    @Nullable
    Offer<V> staleYet() {
        Signals<V> known = signals;
        return known == null ? null : known.stale.getNow(null);
    }

    /** A tier has a fresh entry, older than what is wanted; it will do for those who have joined. */
    void offerFresh(Entry<V> entry, String tier) {
        signals().fresh.complete(new Offer<>(entry, tier));
    }

    /** What a refresh may answer before it lands. */
    CompletableFuture<Offer<V>> fresh() {
        return signals().fresh;
    }

    /** What a refresh may answer now. */
    @Nullable
    Offer<V> freshYet() {
        Signals<V> known = signals;
        return known == null ? null : known.fresh.getNow(null);
    }

    /** This one is to bring something newer than what is still fresh. */
    void refreshes() {
        refresh = true;
    }

    boolean isRefresh() {
        return refresh;
    }

    void land(@Nullable Entry<V> entry, @Nullable String from) {
        tier = from;
        landing.complete(entry);
        beside = List.of();
    }

    /** A bulk loader has left it out, which rests on these names; before it lands. */
    void leftOut(long[] names) {
        leftOutNames = names;
    }

    /** What it rests on that a bulk loader has left it out; null if none has. */
    long @Nullable [] leftOutNames() {
        return leftOutNames;
    }

    void fail(Throwable failure) {
        landing.completeExceptionally(failure);
        beside = List.of();
    }

    /** No tier has it: it waits for a place among the loads. */
    void due(Call<K, V> now) {
        call = now; // first: who wants it either sees this, or is seen here
        if (wantedByLoader) {
            now.wanted(true);
        } else if (wanted) {
            now.wanted(false);
        }
    }

    /** Somebody waits for it who could load it himself, or a loader, who must not wait for a place. */
    void wanted(boolean byLoader) {
        if (byLoader) {
            wantedByLoader = true;
        } else {
            wanted = true;
        }
        Call<K, V> now = call;
        if (now != null) {
            now.wanted(byLoader);
        }
    }

    /** No tier has it, and it has a place: whoever calls {@link #load} first loads it. */
    void loadable(Runnable once) {
        Signals<V> told = signals();
        told.load.set(once);
        told.loadable.complete(null);
    }

    /** Loads, unless somebody else does. */
    void load() {
        Runnable once = signals().load.getAndSet(null);
        if (once != null) {
            once.run();
        }
    }

    /** Its load is this process's turn. */
    void takes(Turn<V> granted) {
        turn = granted;
    }

    @Nullable
    Turn<V> turn() {
        return turn;
    }

    /** It will not write anything. */
    void givesUp() {
        Turn<V> granted = turn;
        if (granted != null) {
            granted.giveUp();
        }
    }

    /** Makes it one of a batch, whose loads run one after the other. */
    void inBatch() {
        batch = true;
    }

    /** Whether another thread than the one that opened it may run the loader: not where that is a single blocking call's. */
    boolean mayBeHelped() {
        return batch || crew == null;
    }

    /** Lets a thread that waits for this load it, where who opened it may be busy or waiting itself. */
    void helpedBy(Executor waiting) {
        signals().loadable.thenRun(() -> waiting.execute(this::load));
    }

    List<Flight<K, V>> underWay() {
        return underWay(beside);
    }

    /** Those that have not landed, which mostly are all. */
    static <K, V extends @Nullable Object> List<Flight<K, V>> underWay(List<Flight<K, V>> flights) {
        for (Flight<K, V> flight : flights) {
            if (flight.landing.isDone()) {
                return flights.stream().filter(one -> !one.landing.isDone()).toList();
            }
        }
        return flights;
    }

    /** Runs the departure now, or, where two superseded flights are still under way, when the first of them has landed. */
    void whenClear(Runnable departure) {
        List<Flight<K, V>> waiting = underWay();
        if (waiting.size() < 2) {
            departure.run();
            return;
        }
        CompletableFuture.anyOf(waiting.get(0).landing, waiting.get(1).landing)
                .whenComplete((entry, failure) -> departure.run());
    }
}
