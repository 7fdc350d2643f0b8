package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/*
 * Where things are in Redis, for the prefix `terrace` and the namespace `shop`:
 *
 *   terrace:shop:products:Xw1k...      one entry of the cache `products`; the last 22 characters are the key's digest
 *   terrace:{terrace:shop:products:Xw1k...}:claim  the claim on its load, while there is one
 *   terrace:{shop}:log:head            hash: which log this is, and how far it has come
 *   terrace:{shop}:log:dependencies    sorted sets: names by their last sequence
 *   terrace:{shop}:log:keys
 *   terrace:{shop}:log:floors
 *   terrace:{shop}:log:appends         sorted set: recent appends by their first sequence
 *   terrace:{shop}:log:wake            channel
 *   terrace:{shop}:tokens              hash: the last token of each lease
 *   terrace:{shop}:lease:rollouts      the lease `rollouts` while it is held
 *   terrace:{shop}:head:flags          of the ledger's collection `flags`, hash: its epoch
 *   terrace:{shop}:records:flags       hash: records by their key
 *   terrace:{shop}:trail:flags         list
 *   terrace:{shop}:changes:flags       hash: sequences by the ids of recent changes
 *   terrace:{shop}:evidence:5:flags:a  hash: cells of the key `a` by source; the number is the collection's length
 *
 * Neither prefix nor namespace can hold a colon or a brace, and a digest has a fixed length, so no two of these collide
 * whatever a cache, lease, collection or key is called. The braces keep what one script needs in one slot of a cluster; entries
 * spread over all, each with its claim beside it. A key has at most 2 * (32 + 64 + 512) bytes.
 */
/** The names of one namespace's keys. Thread-safe. */
final class Keys {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String prefix;
    private final String entries;
    private final String log;
    private final String shared;
    /** What the keys of a cache's entries begin with: far fewer than those. */
    private final Map<String, byte[]> starts = new ConcurrentHashMap<>();

    Keys(String prefix, String namespace) {
        this.prefix = prefix + ":{";
        this.entries = prefix + ":" + namespace + ":";
        this.shared = prefix + ":{" + namespace + "}:";
        this.log = shared + "log:";
    }

    byte[] entry(String cache, Digest key) {
        byte[] start = starts.get(cache);
        byte[] known = start == null ? starts.computeIfAbsent(cache, name -> utf8(entries + name + ":")) : start;
        byte[] digest = BASE64.encode(key.bytes());
        byte[] name = Arrays.copyOf(known, known.length + digest.length);
        System.arraycopy(digest, 0, name, known.length, digest.length);
        return name;
    }

    /** The keys of an entry and of the claim on its load, in the order in which its scripts expect them. */
    List<byte[]> claim(String cache, Digest key) {
        String entry = entries + cache + ":" + key.text();
        return List.of(utf8(entry), utf8(prefix + entry + "}:claim"));
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

    /** The keys of a lease, in the order in which its scripts expect them. */
    List<byte[]> lease(String name) {
        return List.of(utf8(shared + "tokens"), utf8(shared + "lease:" + name));
    }

    /** The keys of a collection of the ledger, in the order in which its scripts expect them. */
    List<byte[]> collection(String name) {
        return List.of(
                utf8(shared + "head:" + name),
                utf8(shared + "records:" + name),
                utf8(shared + "trail:" + name),
                utf8(shared + "changes:" + name));
    }

    /** The keys of the evidence on one key, in the order in which its scripts expect them. */
    List<byte[]> evidence(String collection, String key) {
        return List.of(
                utf8(shared + "head:" + collection),
                utf8(shared + "evidence:" + collection.length() + ":" + collection + ":" + key));
    }

    String wakeChannel() {
        return log + "wake";
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
