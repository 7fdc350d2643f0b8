package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Time;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * One connection that is made anew whenever it is lost: one mechanism for an unreachable server at the start, a dropped
 * connection and one that is half open. A new connection starts empty, so nothing that was given up on the old one can be
 * sent again.
 *
 * Half open: a call that timed out raises suspicion. PINGs are then sent, behind it on the same connection; if PROBES of them
 * in a row pass in silence the connection is dropped, about three timeouts after the call began. Any answer, to whatever
 * command, is a sign of life.
 *
 * A server that has become a replica answers reads all the same. Another has taken its place, so the connection is replaced, which
 * looks for the server anew; not in haste, for it may be the only one.
 *
 * State: `failures`, `retry`, `replaced` and `closed` under this object's lock; `current` is written under it and read without.
 * Callbacks and the driver are called outside the lock.
 */
/** Keeps one connection to Redis up. Thread-safe. */
final class Link<C extends StatefulRedisConnection<?, ?>> {

    /** Hears of the connection's fate, on a thread of the driver or of the timers. */
    interface Listener<C> {
        /** A connection has been made, and nobody else can use it yet. */
        default void prepare(C connection) {}

        /** The connection can be used. */
        void up(C connection);

        /** An attempt has failed, or the connection was lost. */
        void down(Throwable cause);
    }

    private static final int PROBES = 2;
    private static final Duration BETWEEN_REPLACEMENTS = Duration.ofSeconds(2);

    private final Supplier<? extends CompletionStage<C>> connector;
    private final Listener<C> listener;
    private final Settings settings;
    private final Time time;
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final AtomicBoolean suspected = new AtomicBoolean();
    private volatile @Nullable C current;
    private volatile boolean heard;
    private int failures;
    private boolean closed;
    private @Nullable Long replaced;
    private Time.@Nullable Timer retry;

    Link(Supplier<? extends CompletionStage<C>> connector, Listener<C> listener, Settings settings, Time time) {
        this.connector = connector;
        this.listener = listener;
        this.settings = settings;
        this.time = time;
    }

    /** The connection, or null while there is none. */
    @Nullable
    C current() {
        return current;
    }

    /** Completes, or fails with its cause, when the first attempt has ended. */
    CompletableFuture<Void> firstAttempt() {
        return firstAttempt;
    }

    /** Begins an attempt to connect. Never blocks. */
    void connect() {
        CompletionStage<C> attempt;
        try {
            attempt = connector.get();
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        attempt.whenComplete((connection, failure) -> {
            if (failure == null) {
                opened(connection);
                firstAttempt.complete(null);
            } else {
                firstAttempt.completeExceptionally(failure);
                retryAfter(failure);
            }
        });
    }

    private void opened(C connection) {
        listener.prepare(connection);
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                current = connection;
                failures = 0;
            }
        }
        if (late) {
            shut(connection);
            return;
        }
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                drop(connection, new IllegalStateException("the connection was closed by the server or the network"));
            }
        });
        if (connection.isOpen()) {
            listener.up(connection);
        } else {
            drop(connection, new IllegalStateException("the connection was closed as soon as it was made"));
        }
    }

    private void drop(C connection, Throwable cause) {
        synchronized (this) {
            if (!isCurrent(connection)) {
                return;
            }
            current = null;
        }
        shut(connection);
        retryAfter(cause);
    }

    private void retryAfter(Throwable cause) {
        synchronized (this) {
            if (closed) {
                return;
            }
            retry = time.schedule(delay(failures++), this::connect);
        }
        listener.down(cause);
    }

    @SuppressWarnings("ReferenceEquality") // this very connection, whatever an equal one might be
    private boolean isCurrent(C connection) {
        return connection == current;
    }

    private Duration delay(int failuresBefore) {
        long longest = settings.longestReconnectDelay().toNanos();
        long doubled = settings.firstReconnectDelay().toNanos() << Math.min(failuresBefore, 16);
        long delay = Math.min(doubled, longest);
        return Duration.ofNanos(delay - ThreadLocalRandom.current().nextLong(delay / 4 + 1));
    }

    /** Learns from the outcome of a command on a connection. */
    void observe(C connection, @Nullable Throwable failure) {
        if (failure == null || failure instanceof RedisCommandExecutionException) {
            heard = true;
            if (Refusals.isOfAReplica(failure)) {
                replace(connection);
            }
        } else if (failure instanceof RedisCommandTimeoutException) {
            suspect(connection);
        }
    }

    private void replace(C connection) {
        synchronized (this) {
            long now = time.nanoTime();
            boolean soon = replaced != null && now - replaced < BETWEEN_REPLACEMENTS.toNanos();
            if (soon || closed || !isCurrent(connection)) {
                return;
            }
            replaced = now;
            current = null;
            retry = time.schedule(delay(0), this::connect);
        }
        shut(connection);
    }

    /** Makes the connection anew, if there is one, because it may lead to the wrong server. */
    void replace() {
        C connection = current;
        if (connection != null) {
            replace(connection);
        }
    }

    /** Finds out whether the present connection, if any, still answers, and replaces it if not. */
    void check() {
        C connection = current;
        if (connection != null) {
            suspect(connection);
        }
    }

    private void suspect(C connection) {
        if (isCurrent(connection) && suspected.compareAndSet(false, true)) {
            probe(connection, PROBES);
        }
    }

    private void probe(C connection, int left) {
        heard = false;
        connection.async().ping().whenComplete((pong, failure) -> {
            if (failure == null || failure instanceof RedisCommandExecutionException) {
                heard = true;
            }
        });
        time.schedule(settings.commandTimeout(), () -> {
            if (!heard && isCurrent(connection) && left > 1) {
                probe(connection, left - 1);
                return;
            }
            suspected.set(false);
            if (!heard) {
                drop(connection, new IllegalStateException("the connection is up but nothing answers on it"));
            }
        });
    }

    /** Closes the connection for good. What waits for an answer fails. Does not block. */
    CompletableFuture<Void> close() {
        C connection;
        synchronized (this) {
            closed = true;
            connection = current;
            current = null;
            if (retry != null) {
                retry.cancel();
            }
        }
        return connection == null ? CompletableFuture.completedFuture(null) : shut(connection);
    }

    /** Also after the channel has gone, for the client remembers its connections. It complains of the second time. */
    private static CompletableFuture<Void> shut(StatefulRedisConnection<?, ?> connection) {
        boolean shut = connection instanceof RedisChannelHandler<?, ?> handler && handler.isClosed();
        return shut ? CompletableFuture.completedFuture(null) : connection.closeAsync();
    }
}
