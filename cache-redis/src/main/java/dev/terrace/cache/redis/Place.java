package dev.terrace.cache.redis;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

/** Where one server is. Immutable. */
record Place(String host, int port) {

    static Place of(RedisURI uri) {
        return new Place(uri.getHost(), uri.getPort());
    }

    /** Reads {@code host:port}, where the host may be an IPv6 address without brackets; null if it is something else. */
    static @Nullable Place parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return colon <= 0 ? null : new Place(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** An address that differs from another in the place alone. */
    RedisURI like(RedisURI template) {
        return RedisURI.builder(template).withHost(host).withPort(port).build();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
