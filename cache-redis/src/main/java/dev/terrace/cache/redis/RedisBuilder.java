package dev.terrace.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes how a Redis server is used.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisBuilder {

    private static final Pattern KEY_PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration KEEP_ALIVE_IDLE = Duration.ofSeconds(5);
    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(2);
    private static final int KEEP_ALIVE_COUNT = 3;

    private final Address address;
    private Duration commandTimeout = Duration.ofMillis(250);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration firstReconnectDelay = Duration.ofMillis(100);
    private Duration longestReconnectDelay = Duration.ofMillis(500);
    private int requestQueueSize = 16_384;
    private String keyPrefix = "terrace";
    private int dependenciesRetained = 1_000_000;
    private int keysRetained = 100_000;
    private @Nullable StaticCredentialsProvider sentinelCredentials;
    private @Nullable ClientResources clientResources;
    private @Nullable SslOptions sslOptions;

    RedisBuilder(String uri) {
        this.address = Address.parse(uri);
    }

    /**
     * Sets what Sentinels are told that ask for a password. Those of the address are for the servers that hold data.
     *
     * @param user the user's name, or null for the default user
     * @param password the password
     * @return this builder
     */
    public RedisBuilder sentinelCredentials(@Nullable String user, String password) {
        sentinelCredentials = new StaticCredentialsProvider(user, password.toCharArray());
        return this;
    }

    /**
     * Sets how long an answer of the server is waited for. A call that is given up fails; it may still take effect if it had
     * been sent, which is harmless, because a tier refuses what is older than what it holds.
     *
     * @param timeout 1 ms to 1 minute; default 250 ms
     * @return this builder
     * @throws IllegalArgumentException if it is out of bounds
     */
    public RedisBuilder commandTimeout(Duration timeout) {
        commandTimeout = inBounds("commandTimeout", timeout, LONGEST_TIMEOUT);
        return this;
    }

    /**
     * Sets how long one attempt to connect may last, and again how long the handshake after it. Opening the first tier or log
     * of a namespace waits for one attempt.
     *
     * @param timeout 1 ms to 1 minute; default 2 s
     * @return this builder
     * @throws IllegalArgumentException if it is out of bounds
     */
    public RedisBuilder connectTimeout(Duration timeout) {
        connectTimeout = inBounds("connectTimeout", timeout, LONGEST_TIMEOUT);
        return this;
    }

    /**
     * Sets the pauses between attempts to connect: the first one, doubled after each failure, up to the longest. Each is
     * shortened by a random part of up to a quarter, so that nodes do not come back in step.
     *
     * @param first 1 ms to the longest; default 100 ms
     * @param longest up to 1 minute; default 500 ms
     * @return this builder
     * @throws IllegalArgumentException if one is out of bounds
     */
    public RedisBuilder reconnectDelay(Duration first, Duration longest) {
        longestReconnectDelay = inBounds("reconnectDelay longest", longest, LONGEST_TIMEOUT);
        firstReconnectDelay = inBounds("reconnectDelay first", first, longest);
        return this;
    }

    /**
     * Sets how many commands of a namespace may wait for an answer of one server; more are refused at once. A read of a tier takes two
     * commands a key, a write one.
     *
     * @param commands 1,024 to 1,000,000; default 16,384
     * @return this builder
     * @throws IllegalArgumentException if it is out of bounds
     */
    public RedisBuilder requestQueueSize(int commands) {
        requestQueueSize = inBounds("requestQueueSize", commands, 1_024, 1_000_000);
        return this;
    }

    /**
     * Sets the word with which all keys and channels begin. Nodes that share a namespace must share it.
     *
     * @param prefix 1 to 32 characters of {@code A-Z}, {@code a-z}, {@code 0-9}, {@code .}, {@code _} and {@code -}; default
     *     {@code terrace}
     * @return this builder
     * @throws IllegalArgumentException if it holds other characters or is too long
     */
    public RedisBuilder keyPrefix(String prefix) {
        if (!KEY_PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "keyPrefix must be 1 to 32 letters, digits, dots, hyphens or underscores: " + prefix);
        }
        keyPrefix = prefix;
        return this;
    }

    /**
     * Sets how many dependencies the log remembers. An entry with dependencies that is older than what the log remembers is
     * loaded again. About 150 bytes each.
     *
     * @param names 1 to 100,000,000; default 1,000,000; the smallest of all nodes counts
     * @return this builder
     * @throws IllegalArgumentException if it is out of bounds
     */
    public RedisBuilder dependenciesRetained(int names) {
        dependenciesRetained = inBounds("dependenciesRetained", names, 1, 100_000_000);
        return this;
    }

    /**
     * Sets how many changed keys the log remembers. A node that was away for longer looks all its entries up again in its far
     * tiers. About 120 bytes each.
     *
     * @param names 1 to 100,000,000; default 100,000; the smallest of all nodes counts
     * @return this builder
     * @throws IllegalArgumentException if it is out of bounds
     */
    public RedisBuilder keysRetained(int names) {
        keysRetained = inBounds("keysRetained", names, 1, 100_000_000);
        return this;
    }

    /**
     * Shares the driver's threads with other Lettuce clients. Whoever gives them shuts them down, after {@link Redis#close}.
     *
     * @param resources Lettuce's threads, timers and name resolution; by default each {@link Redis} has its own
     * @return this builder
     */
    public RedisBuilder clientResources(ClientResources resources) {
        clientResources = resources;
        return this;
    }

    /**
     * Sets certificates, keys and protocols of TLS. Whether TLS is used is said by the address: {@code rediss://}.
     *
     * @param options Lettuce's options; by default those of the JVM
     * @return this builder
     */
    public RedisBuilder sslOptions(SslOptions options) {
        sslOptions = options;
        return this;
    }

    /**
     * Makes the server's description final. Connects to nothing.
     *
     * @return the server
     */
    public Redis build() {
        RedisClient client = clientResources == null ? RedisClient.create() : RedisClient.create(clientResources);
        client.setOptions(clientOptions());
        return new Redis(
                new Settings(
                        address.with(connectTimeout, "terrace", sentinelCredentials),
                        commandTimeout,
                        connectTimeout,
                        firstReconnectDelay,
                        longestReconnectDelay,
                        requestQueueSize,
                        keyPrefix,
                        dependenciesRetained,
                        keysRetained),
                client);
    }

    /*
     * No automatic reconnect and no commands while disconnected: Lettuce would keep what its callers have given up and write
     * it later, over newer values. Links connect anew instead. RESP2 is all that is needed, and keeps the driver from asking
     * for maintenance notifications, which would stretch timeouts.
     */
    private ClientOptions clientOptions() {
        SocketOptions.Builder socket = SocketOptions.builder()
                .connectTimeout(connectTimeout)
                .keepAlive(KeepAliveOptions.builder()
                        .enable()
                        .idle(KEEP_ALIVE_IDLE)
                        .interval(KEEP_ALIVE_INTERVAL)
                        .count(KEEP_ALIVE_COUNT)
                        .build());
        if (EpollProvider.isAvailable()) {
            socket.tcpUserTimeout(TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(KEEP_ALIVE_IDLE)
                    .build());
        }
        return ClientOptions.builder()
                .sslOptions(sslOptions == null ? ClientOptions.DEFAULT_SSL_OPTIONS : sslOptions)
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(requestQueueSize)
                .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
                .protocolVersion(ProtocolVersion.RESP2)
                .socketOptions(socket.build())
                .build();
    }

    private static Duration inBounds(String name, Duration value, Duration most) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + most.toMillis() + " ms, not " + value + ": choose one in these bounds");
        }
        return value;
    }

    private static int inBounds(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + most + ", not " + value + ": choose one in these bounds");
        }
        return value;
    }
}
