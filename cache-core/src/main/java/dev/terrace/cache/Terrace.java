package dev.terrace.cache;

import dev.terrace.cache.internal.Namespace;
import dev.terrace.cache.internal.log.Announcement;
import dev.terrace.cache.internal.log.Counts;
import dev.terrace.cache.internal.log.Follower;
import dev.terrace.cache.internal.log.Heartbeat;
import dev.terrace.cache.internal.log.Sender;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A namespace: caches that share tiers, an invalidation log, time and threads. Processes that open the same namespace on the
 * same stores share entries, and hear of each other's invalidations.
 *
 * <p>{@code Terrace.builder("shop").build()} is enough for caches on the heap. With a far tier, a log that all processes share
 * is needed: {@link Builder#log}.
 *
 * <p>Thread-safe. Close it when the service ends; caches of a closed Terrace refuse to load.
 *
 * @since 0.1.0
 */
public final class Terrace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Terrace.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration PURGE = Duration.ofSeconds(5);
    private static final int DEPENDENCIES_HELD = 1_000_000;
    private static final int KEYS_HELD = 200_000;

    private final Parts parts;
    private final Sender sender;
    private final Caches caches;
    private final @Nullable InvalidationLog log;
    private final @Nullable Follower follower;
    private final Heartbeat heartbeat;
    private final List<Time.Timer> timers;
    private final Map<String, Object> roles = new ConcurrentHashMap<>();

    private Terrace(Builder builder) {
        Namespace namespace = new Namespace(builder.namespace, builder.time, builder.executor);
        Time time = namespace.time();
        View view = new View(DEPENDENCIES_HELD, KEYS_HELD, time.nanoTime());
        log = builder.log;
        sender = new Sender(log, view, time);
        Listeners listeners = new Listeners(namespace, builder.listeners);
        view.tells(listeners.events()::heard);
        heartbeat = new Heartbeat(log, view, time, builder.disconnected, listeners.events()::log);
        parts = new Parts(namespace, view, sender, heartbeat, log == null, builder.calls);
        caches = new Caches(parts, log != null, listeners);
        follower = log == null ? null : new Follower(log, view, time, sender);
        timers = List.of(
                time.repeat(TICK, heartbeat::tick),
                time.repeat(TICK, parts.renewals()::changed),
                time.repeat(SWEEP, caches::sweep),
                time.repeat(PURGE, caches::purge));
    }

    /**
     * Begins a namespace.
     *
     * @param namespace 1 to 64 letters, digits, {@code .}, {@code _} or {@code -}
     * @return a builder
     * @throws IllegalArgumentException if the name is not of that form
     */
    public static Builder builder(String namespace) {
        return new Builder(namespace);
    }

    /**
     * Begins a cache. Its name must be free in this Terrace; processes that share a far tier meet in caches of one name, and
     * must give them the same types.
     *
     * @param name 1 to 64 letters, digits, {@code .}, {@code _} or {@code -}
     * @param keyType the type of the keys
     * @param valueType the type of the values, to which the codec is bound
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a builder
     * @throws IllegalArgumentException if the name is not of that form
     */
    public <K, V> CacheBuilder<K, V> cache(String name, Class<K> keyType, Class<V> valueType) {
        return new CacheBuilder<>(caches, name, keyType, valueType);
    }

    /**
     * Begins a cache of values of a generic type.
     *
     * @param name as for {@link #cache(String, Class, Class)}
     * @param keyType the type of the keys
     * @param valueType such as {@code new TypeRef<List<Product>>() {}}
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @return a builder
     * @throws IllegalArgumentException if the name is not of that form
     */
    public <K, V> CacheBuilder<K, V> cache(String name, Class<K> keyType, TypeRef<V> valueType) {
        return new CacheBuilder<>(caches, name, keyType, valueType.type());
    }

    /**
     * Declares that whatever rests on a name may no longer be served, in any cache of this namespace. Blocks until the log has
     * answered or its timeout is over.
     *
     * @param dependency 1 to 512 bytes of UTF-8
     * @return whether other nodes will have heard of it
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public Receipt invalidateDependency(String dependency) {
        return Lane.result(invalidateDependencyAsync(dependency));
    }

    /**
     * As {@link #invalidateDependency}, without blocking; takes effect on this node before the method returns.
     *
     * @param dependency 1 to 512 bytes of UTF-8
     * @return whether other nodes will have heard of it
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public CompletableFuture<Receipt> invalidateDependencyAsync(String dependency) {
        Announcement announcement = parts.announce(Name.dependency(dependency));
        caches.listeners().events().invalidated(dependency);
        return Parts.receipt(announcement);
    }

    /**
     * Takes a stamp: what this node knows of the log now. To be taken before the source is read.
     *
     * @return a stamp for {@link Cache#put(Object, Object, Stamp)}
     */
    public Stamp stamp() {
        return parts.stamp();
    }

    /**
     * Whether there is an invalidation log, by which other processes hear of what is invalidated here.
     *
     * @return false for a namespace that is this process's alone
     */
    public boolean isShared() {
        return log != null;
    }

    /**
     * What this namespace lends to what works beside its caches: its name, time and threads, until it is closed.
     *
     * @return always the same
     */
    public Host host() {
        return parts.namespace();
    }

    /**
     * Takes a role that only one may have in this Terrace at a time, such as that of whoever tunes its caches.
     *
     * @param role what it is called
     * @return gives the role back; idempotent
     * @throws IllegalStateException if somebody has it
     */
    public Runnable takeRole(String role) {
        Object holder = new Object();
        if (roles.putIfAbsent(role, holder) != null) {
            throw new IllegalStateException("Terrace '" + parts.namespace().namespace() + "' has a " + role
                    + " already: use that one, or close it first");
        }
        return () -> roles.remove(role, holder);
    }

    /**
     * The caches that have been built.
     *
     * @return a snapshot, by name
     */
    public Collection<Cache<?, ?>> caches() {
        return caches.all();
    }

    /**
     * Tells somebody of the caches that have been built, at once, and then of each later one, on the thread that builds it and before that has
     * it. One that is built at this very moment may be told twice.
     *
     * @param told is quick; what it throws is logged
     * @return ends it; idempotent
     */
    public Runnable onCache(Consumer<? super Cache<?, ?>> told) {
        return caches.onCache(told);
    }

    /**
     * What this node knows of its invalidation log.
     *
     * @return a snapshot
     */
    public LogStats logStats() {
        Counts counts = parts.view().counts();
        Position position = counts.position();
        return new LogStats(
                position.epoch(),
                position.sequence(),
                follower == null ? Duration.ZERO : follower.age(),
                counts.lag(),
                counts.epochs(),
                counts.gaps(),
                counts.forks(),
                counts.applied(),
                counts.names(),
                counts.pending(),
                counts.appendedAgain(),
                heartbeat.silences(),
                sender.widened());
    }

    /**
     * What has become of the events of each listener, of this Terrace and of its caches.
     *
     * @return a snapshot, those of this Terrace first
     */
    public List<ListenerStats> listenerStats() {
        return caches.listeners().stats();
    }

    /** Stops following the log, closes the tiers and the log, and ends the threads. Idempotent. */
    @Override
    public void close() {
        if (!parts.close()) {
            return;
        }
        if (follower != null) {
            follower.close();
        }
        heartbeat.close();
        timers.forEach(Time.Timer::cancel);
        sender.close();
        caches.close();
        if (log != null) {
            try {
                log.close();
            } catch (RuntimeException failure) {
                LOG.warn("Closing the {} failed", log.description(), failure);
            }
        }
        parts.namespace().close();
    }

    private void start(Duration patience) {
        if (log == null || follower == null) {
            return;
        }
        log.open(parts.namespace(), follower);
        follower.start();
        heartbeat.start();
        if (patience.isZero()) {
            return;
        }
        try {
            follower.caughtUp().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "Terrace '{}' starts without the {}: far tiers are not used until it answers; check that it is reachable",
                    parts.namespace().namespace(),
                    log.description());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError("a follower never fails to catch up, it goes on trying", e);
        }
    }

    /**
     * Settings of a namespace.
     *
     * <p>Not thread-safe.
     */
    public static final class Builder {

        private final String namespace;
        private @Nullable InvalidationLog log;
        private @Nullable Time time;
        private @Nullable Executor executor;
        private final List<Listeners.Registration> listeners = new ArrayList<>();
        private @Nullable CallObserver calls;
        private Duration patience = Duration.ofSeconds(2);
        private Heartbeat.Policy disconnected = new Heartbeat.Policy(Duration.ofSeconds(10), true, false);

        private Builder(String namespace) {
            this.namespace = Settings.name("the namespace", namespace);
        }

        /**
         * Gives the namespace its invalidation log. All processes that share a far tier must share it.
         *
         * @param log the log; this Terrace opens and closes it
         * @return this
         */
        public Builder log(InvalidationLog log) {
            this.log = log;
            return this;
        }

        /**
         * Gives the namespace another time, such as a test's virtual one.
         *
         * @param time clocks and timers
         * @return this
         */
        public Builder time(Time time) {
            this.time = time;
            return this;
        }

        /**
         * Says how long {@link #build} waits for the log. After that the Terrace works, and uses its far tiers once the log
         * answers.
         *
         * @param patience zero, or 1 ms to 3,650 days; default 2 s
         * @return this
         * @throws IllegalArgumentException if it is out of bounds
         */
        public Builder awaitLog(Duration patience) {
            this.patience = patience.isZero() ? patience : Settings.life("awaitLog", patience);
            return this;
        }

        /**
         * Says what becomes of what this node holds when none of its writes has reached the log for some time. Found out within a
         * tenth of a second after that. Of no effect without a log.
         *
         * @param policy what to do; default {@link WhenDisconnected#RELOAD}
         * @param silence after how long, 1 s to 1 day; default 10 s
         * @return this
         * @throws IllegalArgumentException if the time is out of bounds
         */
        public Builder whenDisconnected(WhenDisconnected policy, Duration silence) {
            if (silence.compareTo(Duration.ofSeconds(1)) < 0 || silence.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("whenDisconnected's silence is 1 s to 1 day: " + silence
                        + "; give the longest time for which stale entries may be served unnoticed");
            }
            disconnected =
                    new Heartbeat.Policy(silence, policy == WhenDisconnected.RELOAD, policy == WhenDisconnected.FAIL);
            return this;
        }

        /**
         * Gives the namespace threads of the caller's own, such as virtual ones, for everything that it does besides timers: loads
         * and steps of asynchronous callers, calls of blocking backends, upkeep of heaps. Loaders may wait for each other, so it
         * must not bound its threads.
         *
         * @param executor runs what it is given on any thread but the caller's; Terrace does not shut it down
         * @return this
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Tells a listener what happens in all caches and to the log, except hits and what other nodes invalidate.
         *
         * @param listener is told on a thread of its own
         * @return this
         */
        public Builder listener(CacheListener listener) {
            return listener(listener, settings -> {});
        }

        /**
         * Tells a listener what happens in all caches and to the log. Where it asks for {@link EventKind#HIT}, each hit of each cache costs
         * an event more.
         *
         * @param listener is told on a thread of its own
         * @param settings says of which kinds it is told, and how many events may wait for it
         * @return this
         */
        public Builder listener(CacheListener listener, Consumer<? super ListenerSettings> settings) {
            listeners.add(Listeners.registration(listener, settings));
            return this;
        }

        /**
         * Tells an observer of the calls of far tiers and loaders of all caches, around them. Without one they cost nothing more.
         *
         * @param observer such as one that makes traces
         * @return this
         */
        public Builder calls(CallObserver observer) {
            calls = observer;
            return this;
        }

        /**
         * Opens the namespace.
         *
         * @return a Terrace, to be closed
         * @throws IllegalStateException if the log can be reached but will never work; the message has the cure
         */
        public Terrace build() {
            Terrace terrace = new Terrace(this);
            try {
                terrace.start(patience);
            } catch (RuntimeException failure) {
                terrace.close();
                throw failure;
            }
            return terrace;
        }
    }
}
