package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Ledger;
import dev.terrace.cache.spi.Tier;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that namespaces may use as a far tier and as their invalidation log, for leases and as a ledger: one server, the primary
 * that Sentinels watch, or a Cluster.
 *
 * <p>Nothing connects before a tier or log is opened by the cache that it was given to. Each namespace then has one
 * connection for commands, shared by all that it has here (in a Cluster one to each primary), and one more on which its log
 * is woken. A failover is followed without a restart. A server that cannot be
 * reached is not an error, neither at the start nor later: it is reported once in the log, calls fail at once, and it is
 * tried again until it answers. What was given up is never sent again.
 *
 * <pre>{@code
 * Redis redis = Redis.at("redis://localhost:6379");
 * Terrace terrace = Terrace.builder("shop").log(redis.log()).build();
 * terrace.cache("products", Long.class, Product.class).tier(redis.tier(), tier -> tier.expireAfterWrite(ofHours(1)));
 * }</pre>
 *
 * <p>Redis alone does not promise that an acknowledged invalidation survives a crash or failover. Where the log may have lost
 * something (the server was restarted, a replica was promoted, a key of the log is gone), it starts a new epoch, and
 * everything that was stored before is loaded again: safe, and slow for a while.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class Redis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    private final Settings settings;
    private final RedisClient client;
    private final Outage outage;
    private final IdentityHashMap<Host, Commands> shared = new IdentityHashMap<>();
    private CompletableFuture<Void> endings = CompletableFuture.completedFuture(null);
    private boolean closed;

    Redis(Settings settings, RedisClient client) {
        this.settings = settings;
        this.client = client;
        this.outage = new Outage(settings);
    }

    /**
     * Uses the server at an address with the default options.
     *
     * @param uri such as {@code redis://localhost:6379}, {@code rediss://user:password@host:6380} for TLS, {@code
     *     redis-socket:///run/redis.sock}, {@code redis-sentinel://user:password@host1:26379,host2:26379/0#mymaster} for the primary
     *     that those Sentinels know by this name, or {@code redis-cluster://user:password@host1:6379,host2:6379} for the Cluster
     *     that those nodes belong to; with {@code rediss-} in the place of {@code redis-} for TLS. User and password are those
     *     of the servers that hold data
     * @return the server; nothing has been connected
     * @throws IllegalArgumentException if the address is malformed; the message does not repeat it, for it may hold a password
     */
    public static Redis at(String uri) {
        return builder(uri).build();
    }

    /**
     * Begins to describe a server whose options differ from the defaults.
     *
     * @param uri as for {@link #at}
     * @return a builder
     * @throws IllegalArgumentException if the address is malformed
     */
    public static RedisBuilder builder(String uri) {
        return new RedisBuilder(uri);
    }

    /**
     * Makes a far tier on this server. Tiers are cheap; those of one namespace share a connection.
     *
     * @return a tier, for one cache or for several of one namespace
     */
    public Tier tier() {
        return new RedisTier(this);
    }

    /**
     * Makes an invalidation log on this server. All nodes of a namespace must use the same server and {@linkplain
     * RedisBuilder#keyPrefix prefix}.
     *
     * @return a log, for one namespace
     */
    public InvalidationLog log() {
        return new RedisInvalidationLog(this);
    }

    /**
     * Makes leases on this server. A failover may grant a lease that is held once more; what is written under one compares its
     * token or a version.
     *
     * @return leases, for one namespace
     */
    public Lease lease() {
        return new RedisLease(this);
    }

    /**
     * Makes a ledger on this server. Redis alone does not promise that an acknowledged change survives a crash or failover:
     * after one, and after an eviction, collections show another epoch. A failover is noticed only if the user of the address may
     * call {@code INFO}.
     *
     * @return a ledger, for one namespace
     */
    public Ledger ledger() {
        return new RedisLedger(this);
    }

    /**
     * Tells why there is no connection at present. Asks nobody.
     *
     * @return what the latest attempt to connect has met; null while connected, and before anything was tried
     */
    public @Nullable Throwable outage() {
        return outage.latest();
    }

    Settings settings() {
        return settings;
    }

    RedisClient client() {
        return client;
    }

    /**
     * Lends the connection for commands of a namespace. Waits for the first attempt to connect to end.
     *
     * @throws IllegalStateException if this server is closed, or can be reached but will never work
     */
    Commands acquire(Host host) {
        Commands commands;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException(this + " is closed: close it after the caches that use it");
            }
            commands = shared.computeIfAbsent(host, opening -> new Commands(settings, client, outage, opening.time()));
            commands.users++;
        }
        try {
            commands.start();
        } catch (IllegalStateException hopeless) {
            release(host, commands);
            throw hopeless;
        }
        return commands;
    }

    /** Takes back what {@link #acquire} lent; the last one closes the connection. */
    void release(Host host, Commands commands) {
        synchronized (this) {
            commands.users--;
            if (commands.users > 0) {
                return;
            }
            shared.remove(host, commands);
        }
        ending(commands.close());
    }

    /** Remembers a connection that is being closed: the driver complains of those that {@link #close} finds half closed. */
    void ending(CompletableFuture<Void> end) {
        synchronized (this) {
            endings = endings.isDone() ? end : CompletableFuture.allOf(endings, end);
        }
    }

    /**
     * Closes all connections and, unless they were given to the builder, the driver's threads. Blocks for a few seconds at
     * most, and must not be called from a callback of a tier or log.
     * What is stored stays. Idempotent.
     */
    @Override
    public void close() {
        List<Commands> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = new ArrayList<>(shared.values());
        }
        open.forEach(commands -> ending(commands.close()));
        awaitEndings();
        client.shutdown(Duration.ZERO, SHUTDOWN);
    }

    private void awaitEndings() {
        CompletableFuture<Void> all;
        synchronized (this) {
            all = endings;
        }
        try {
            all.get(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The connections of {} did not end in order", this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Redis at " + settings.place();
    }
}
