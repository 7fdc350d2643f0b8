package dev.terrace.cache.redis;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/*
 * Lettuce resolves the credentials of a parsed URI asynchronously and then goes on with the handshake on the common pool,
 * beside the connection's own thread. A refusal is then sometimes reported as a connection that was "closed prematurely".
 * Credentials that are at hand are therefore handed over as such.
 */
/**
 * An address of Redis, which is never repeated. Immutable, but for Lettuce's URIs, which nobody changes.
 *
 * @param uri how servers of data are connected to; it names the server where there is but one
 * @param servers the one server, or the Sentinels, or those nodes of the cluster that are known beforehand
 * @param primary the name by which Sentinels know the primary; empty without them
 */
record Address(Kind kind, RedisURI uri, List<RedisURI> servers, String primary) {

    enum Kind {
        SERVER,
        SENTINELS,
        CLUSTER
    }

    private static final Pattern CLUSTER = Pattern.compile("redis(s?)-cluster://(?:(.*)@)?([^@/?#]+)(/0?)?(\\?[^#]*)?");

    static Address parse(String text) {
        try {
            if (text.startsWith("redis-cluster:") || text.startsWith("rediss-cluster:")) {
                return cluster(text);
            }
            RedisURI uri = single(text);
            List<RedisURI> sentinels = List.copyOf(uri.getSentinels());
            if (sentinels.isEmpty()) {
                return new Address(Kind.SERVER, uri, List.of(uri), "");
            }
            RedisURI data = Place.of(sentinels.get(0)).like(uri);
            return new Address(Kind.SENTINELS, data, sentinels, uri.getSentinelMasterId());
        } catch (RuntimeException e) {
            // Neither the text nor the cause is repeated: both may hold a password.
            throw new IllegalArgumentException("uri is not an address of Redis: write it as redis://host:6379, "
                    + "rediss://user:password@host:6380, redis-socket:///path, redis-sentinel://host:26379,host:26379#name "
                    + "or redis-cluster://host:6379,host:6379, with special characters of a password percent-encoded, and "
                    + "hosts of letters, digits, hyphens and dots");
        }
    }

    private static Address cluster(String text) {
        Matcher parts = CLUSTER.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException();
        }
        String before = "redis" + parts.group(1) + "://" + (parts.group(2) == null ? "" : parts.group(2) + "@");
        String after = parts.group(5) == null ? "" : "/" + parts.group(5);
        List<RedisURI> nodes = Arrays.stream(parts.group(3).split(",", -1))
                .map(node -> single(before + node + after))
                .toList();
        return new Address(Kind.CLUSTER, nodes.get(0), nodes, "");
    }

    private static RedisURI single(String text) {
        RedisURI uri = RedisURI.create(text);
        setCredentials(uri, URI.create(text));
        if (malformed(uri) || uri.getSentinels().stream().anyMatch(Address::malformed)) {
            throw new IllegalArgumentException();
        }
        return uri;
    }

    /** What is no host name, such as one with an underscore, Lettuce takes for one together with the port. */
    private static boolean malformed(RedisURI uri) {
        String host = uri.getHost();
        return host != null && (host.isEmpty() || host.contains(",") || (host.contains(":") && !host.startsWith("[")));
    }

    /** The same credentials that Lettuce has found: {@code user:password}, {@code :password} or {@code password}. */
    private static void setCredentials(RedisURI address, URI uri) {
        String authority = uri.getAuthority();
        int end = authority == null ? -1 : authority.lastIndexOf('@');
        if (end <= 0) {
            return;
        }
        String credentials = uri.getUserInfo() == null ? authority.substring(0, end) : uri.getUserInfo();
        int colon = credentials.indexOf(':');
        String user = colon > 0 ? credentials.substring(0, colon) : null;
        String password = credentials.substring(colon + 1);
        if (!password.isEmpty()) {
            address.setCredentialsProvider(new StaticCredentialsProvider(user, password.toCharArray()));
        }
    }

    /** The same address with a timeout, a name for its connections unless it has one, and credentials for Sentinels. */
    Address with(Duration timeout, String clientName, @Nullable RedisCredentialsProvider forSentinels) {
        RedisURI data = with(uri, timeout);
        if (data.getClientName() == null) {
            data.setClientName(clientName);
        }
        List<RedisURI> timed =
                servers.stream().map(server -> with(server, timeout)).toList();
        if (kind == Kind.SENTINELS && forSentinels != null) {
            timed.forEach(sentinel -> sentinel.setCredentialsProvider(forSentinels));
        }
        return new Address(kind, data, timed, primary);
    }

    private static RedisURI with(RedisURI uri, Duration timeout) {
        return RedisURI.builder(uri).withTimeout(timeout).build();
    }

    /** Where it is, without secrets. */
    String place() {
        String places = servers.stream()
                .map(server -> server.getSocket() != null
                        ? server.getSocket()
                        : Place.of(server).toString())
                .collect(Collectors.joining(","));
        return switch (kind) {
            case SERVER -> places;
            case SENTINELS -> primary + " of the Sentinels " + places;
            case CLUSTER -> "the cluster of " + places;
        };
    }
}
