package dev.terrace.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP proxy on loopback in front of a server, which does to connections what networks and hosts do to them.
 *
 * {@snippet class = "dev.terrace.testkit.FaultProxyIT" region = "sample"}
 *
 * <p>Faults are in force when the method that asks for them returns, for connections that exist and for those to come; they add
 * up, and stay until {@link #heal()} unless said otherwise. Bytes are never altered and never reordered, and a connection that
 * has lost some of them never carries later ones after it is healed: it is reset then, for no network leaves a hole in a stream.
 *
 * <p>The proxy accepts connections before it knows whether the server does. If the server refuses, they are reset.
 *
 * <p>Thread-safe. Each proxy owns one daemon thread, which ends with {@link #close()}.
 *
 * @since 0.1.0
 */
public final class FaultProxy implements AutoCloseable {

    private static final Pattern URI = Pattern.compile("(.*?://(?:[^/@]*@)?)(\\[[^]]+]|[^/:?,@]+):(\\d+)([/?].*)?");

    private final ProxyLoop loop;
    private final String uri;

    private FaultProxy(String before, String host, int port, String after) {
        loop = ProxyLoop.start(new InetSocketAddress(host, port));
        uri = before + LoopbackPorts.HOST + ":" + loop.port() + after;
    }

    /** Where bytes go: each connection has one stream of either direction. */
    public enum Direction {
        /** What the client sends: requests. */
        TO_SERVER,
        /** What the server sends: replies. */
        TO_CLIENT
    }

    /**
     * Opens a proxy in front of the server that a URI names.
     *
     * @param serverUri any URI or JDBC URL that has {@code ://host:port} in it
     * @return a proxy without faults; the caller closes it
     * @throws IllegalArgumentException if there is no single host and port in the URI
     */
    public static FaultProxy to(String serverUri) {
        Matcher parts = URI.matcher(serverUri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not of the form scheme://host:port: " + serverUri);
        }
        return new FaultProxy(
                parts.group(1),
                parts.group(2),
                Integer.parseInt(parts.group(3)),
                Objects.requireNonNullElse(parts.group(4), ""));
    }

    /**
     * Opens a proxy in front of a server.
     *
     * @param host the server's name or address
     * @param port the server's port
     * @return a proxy without faults; the caller closes it
     */
    public static FaultProxy to(String host, int port) {
        return new FaultProxy("tcp://", host, port, "");
    }

    /**
     * The server's URI with the proxy's address in the place of the server's.
     *
     * @return what a client is given instead of the server's URI
     */
    public String uri() {
        return uri;
    }

    /**
     * The port on 127.0.0.1 that the proxy listens on.
     *
     * @return the port, constant
     */
    public int port() {
        return loop.port();
    }

    /**
     * Delays every byte. Throughput stays as it is, up to 1 MiB under way in one stream.
     *
     * @param direction which way
     * @param delay the time from one end to the other, to about a millisecond; zero ends the fault
     * @throws IllegalArgumentException if the delay is negative
     */
    public void latency(Direction direction, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        loop.change(direction, link -> link.latency(delay.toNanos()));
    }

    /**
     * Limits how fast bytes go, all connections together. Who sends more is made to wait.
     *
     * @param direction which way
     * @param bytesPerSecond the limit, positive; {@link Long#MAX_VALUE} ends the fault
     * @throws IllegalArgumentException if the limit is not positive
     */
    public void bandwidth(Direction direction, long bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("bytesPerSecond must be positive: " + bytesPerSecond);
        }
        loop.change(direction, link -> link.bandwidth(bytesPerSecond));
    }

    /**
     * Makes connections half-open: bytes are taken from the sender and vanish, and so do the ends of connections and resets. The
     * receiver sees a connection on which nothing happens. In both directions it is a cut cable.
     *
     * @param direction which way
     */
    public void swallow(Direction direction) {
        loop.change(direction, ProxyLink::swallow);
    }

    /**
     * Holds bytes, and the ends of connections, back until the fault is healed, and then delivers them: a network that
     * recovers before anybody gives up.
     *
     * @param direction which way
     */
    public void stall(Direction direction) {
        loop.change(direction, ProxyLink::stall);
    }

    /**
     * Cuts a connection in the middle of what it carries, once: that many bytes are still delivered, all connections together,
     * then the next byte that is sent is lost and its connection with it. The receiver sees the end of the stream, the sender a
     * reset. Other connections stay, and the fault is over. With 0 bytes {@link Direction#TO_CLIENT}, the next request is carried
     * out by the server and its reply is lost.
     *
     * @param direction which way
     * @param bytes how many bytes still arrive, not negative
     * @throws IllegalArgumentException if the number is negative
     */
    public void cutAfter(Direction direction, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative: " + bytes);
        }
        loop.change(direction, link -> link.cutAfter(bytes));
    }

    /** Resets (RST) all connections there are, on both sides, once. New ones are accepted. */
    public void resetConnections() {
        loop.perform(loop::resetAll);
    }

    /** Refuses new connections, as a host does on which nothing listens. Those that exist stay. */
    public void refuseConnections() {
        loop.perform(loop::stopListening);
    }

    /**
     * Accepts connections again after {@link #refuseConnections()}, on the same port.
     *
     * @throws TestServerException if the port cannot be had any more
     */
    public void acceptConnections() {
        loop.perform(loop::listen);
    }

    /**
     * Ends all faults: what was held back is delivered, connections are accepted again. Connections that have lost bytes are
     * reset.
     *
     * @throws TestServerException if the port cannot be had any more
     */
    public void heal() {
        loop.perform(loop::heal);
    }

    /**
     * Counts the connections that clients have through the proxy, including half-open ones. One counts as soon as the proxy has
     * noticed it, and no longer once both of its sides are closed.
     *
     * @return the number at this moment
     */
    public int connections() {
        return loop.connections();
    }

    /**
     * Counts the bytes that were handed to the receiver's side, by all connections there have been.
     *
     * @param direction which way
     * @return the number so far
     */
    public long delivered(Direction direction) {
        return loop.link(direction).delivered();
    }

    /**
     * Counts the bytes that vanished by {@link #swallow} and {@link #cutAfter}.
     *
     * @param direction which way
     * @return the number so far
     */
    public long lost(Direction direction) {
        return loop.link(direction).lost();
    }

    /** Resets all connections, stops listening and ends the thread. Idempotent. */
    @Override
    public void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return "FaultProxy[" + port() + " -> " + loop.target() + "]";
    }
}
