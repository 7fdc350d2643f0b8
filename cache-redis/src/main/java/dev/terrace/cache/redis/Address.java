package dev.terrace.cache.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.net.URI;

/*
 * Lettuce resolves the credentials of a parsed URI asynchronously and then goes on with the handshake on the common pool,
 * beside the connection's own thread. A refusal is then sometimes reported as a connection that was "closed prematurely".
 * Credentials that are at hand are therefore handed over as such.
 */
/** Reads addresses of Redis without ever repeating them. Stateless. */
final class Address {

    private Address() {}

    static RedisURI parse(String text) {
        RedisURI address;
        try {
            address = RedisURI.create(text);
            setCredentials(address, URI.create(text));
        } catch (RuntimeException e) {
            // Neither the text nor the cause is repeated: both may hold a password.
            throw malformed();
        }
        if (!address.getSentinels().isEmpty()) {
            throw new IllegalArgumentException(
                    "uri names Sentinels, which are not supported yet: write the address of the "
                            + "server itself, redis://host:6379");
        }
        // What is no host name, such as one with an underscore, Lettuce takes for one together with the port.
        String host = address.getHost();
        if (host != null && host.contains(":") && !host.startsWith("[")) {
            throw malformed();
        }
        return address;
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

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("uri is not an address of Redis: write it as redis://host:6379, "
                + "rediss://user:password@host:6380 or redis-socket:///path, with special characters of a password "
                + "percent-encoded, and a host of letters, digits, hyphens and dots");
    }
}
