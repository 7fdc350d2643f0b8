package dev.terrace.spring.autoconfigure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.ssl.SslBundle;

/** The address of the Redis that the application has, be it by properties, Docker Compose or Testcontainers. Needs Boot's module for Redis. */
final class ConnectionDetailsAddress {

    private ConnectionDetailsAddress() {}

    static RedisAddress of(DataRedisConnectionDetails details) {
        SslBundle ssl = details.getSslBundle();
        String scheme = ssl == null ? "redis" : "rediss";
        String who = credentials(details.getUsername(), details.getPassword());
        DataRedisConnectionDetails.Sentinel sentinel = details.getSentinel();
        if (sentinel != null) {
            return new RedisAddress(
                    scheme + "-sentinel://" + who + nodes(sentinel.getNodes()) + "/" + sentinel.getDatabase() + "#"
                            + sentinel.getMaster(),
                    sentinel.getUsername(),
                    sentinel.getPassword(),
                    ssl);
        }
        DataRedisConnectionDetails.Cluster cluster = details.getCluster();
        if (cluster != null) {
            return new RedisAddress(scheme + "-cluster://" + who + nodes(cluster.getNodes()), null, null, ssl);
        }
        DataRedisConnectionDetails.Standalone one = details.getStandalone();
        if (one == null) {
            throw new TerraceConfigurationException(
                    "The connection to Redis is neither to one server, nor by Sentinels, nor to a Cluster.",
                    "Give spring.data.redis.host, spring.data.redis.sentinel or spring.data.redis.cluster, or give Terrace an address of its "
                            + "own by terrace.cache.redis.url, or leave Redis out by terrace.cache.redis.enabled=false.",
                    null);
        }
        return new RedisAddress(
                scheme + "://" + who + host(one.getHost()) + ":" + one.getPort() + "/" + one.getDatabase(),
                null,
                null,
                ssl);
    }

    private static String nodes(List<Node> nodes) {
        return nodes.stream().map(node -> host(node.host()) + ":" + node.port()).collect(Collectors.joining(","));
    }

    private static String host(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static String credentials(@Nullable String user, @Nullable String password) {
        if (password == null || password.isEmpty()) {
            return "";
        }
        return (user == null || user.isEmpty() ? "" : encoded(user)) + ":" + encoded(password) + "@";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
