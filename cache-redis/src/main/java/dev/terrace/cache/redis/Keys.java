package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/*
 * Where things are in Redis, for the prefix `terrace` and the namespace `shop`:
 *
 *   terrace:shop:products:Xw1k...      one entry of the cache `products`; the last 22 characters are the key's digest
 *   terrace:{shop}:log:head            hash: which log this is, and how far it has come
 *   terrace:{shop}:log:dependencies    sorted sets: names by their last sequence
 *   terrace:{shop}:log:keys
 *   terrace:{shop}:log:floors
 *   terrace:{shop}:log:appends         sorted set: recent appends by their first sequence
 *   terrace:{shop}:log:wake            channel
 *
 * Neither prefix nor namespace can hold a colon or a brace, and a digest has a fixed length, so no two of these collide
 * whatever a cache is called. The braces keep the log's keys in one slot of a cluster; entries spread over all. A key has at
 * most 32 + 64 + 512 + 22 bytes and three colons.
 */
/** The names of one namespace's keys. Immutable. */
final class Keys {

    private final String entries;
    private final String log;

    Keys(String prefix, String namespace) {
        this.entries = prefix + ":" + namespace + ":";
        this.log = prefix + ":{" + namespace + "}:log:";
    }

    byte[] entry(String cache, Digest key) {
        return utf8(entries + cache + ":" + key.text());
    }

    /** The keys of the log, in the order in which its scripts expect them. */
    List<byte[]> log() {
        return List.of(
                utf8(log + "head"),
                utf8(log + "dependencies"),
                utf8(log + "keys"),
                utf8(log + "floors"),
                utf8(log + "appends"));
    }

    String wakeChannel() {
        return log + "wake";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
