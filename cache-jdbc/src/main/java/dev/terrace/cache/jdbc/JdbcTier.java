package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The entries of one namespace in a database's table. Thread-safe. */
final class JdbcTier implements Tier {

    private final Database database;
    private final Map<String, byte[]> cacheIds = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable AtHand> atHand = new AtomicReference<>();
    private volatile @Nullable Caller caller;

    JdbcTier(Database database) {
        this.database = database;
    }

    boolean isOn(Database other) {
        return database == other;
    }

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public void open(Host host) {
        database.open();
        caller = new Caller(database, host);
        atHand.set(database.atHand(host));
    }

    @Override
    public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
        Caller open = caller();
        EntryRead read = new EntryRead(cacheId(open, cache), keys);
        AtHand near = atHand.get();
        return open.call(
                "A read of entries",
                patience -> database.single(near == null ? read : near.leaving(read, patience), patience));
    }

    @Override
    public @Nullable CompletionStage<@Nullable TierEntry> getHere(String cache, Digest key, Duration limit) {
        AtHand near = atHand.get();
        return near == null ? null : near.read(cacheId(caller(), cache), key, limit);
    }

    @Override
    public boolean readsHere() {
        AtHand near = atHand.get();
        return near != null && near.hasSome();
    }

    private byte[] cacheId(Caller open, String cache) {
        return cacheIds.computeIfAbsent(cache, name -> Ids.cache(open.host().namespace(), name));
    }

    /** All together: a statement with more keys takes hardly longer, and connections are few. */
    @Override
    public int gathering(String cache, Digest key) {
        return 0;
    }

    @Override
    public CompletionStage<Integer> put(String cache, List<TierWrite> writes) {
        Caller open = caller();
        String namespace = open.host().namespace();
        Work<Integer> write = FencedWrite.of(database, namespace, Ids.cache(namespace, cache), writes);
        return open.call(
                "A write of entries",
                patience ->
                        writes.size() == 1 ? database.single(write, patience) : database.transaction(write, patience));
    }

    @Override
    public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
        Caller open = caller();
        EntryPurge purge = new EntryPurge(database, Ids.cache(open.host().namespace(), cache), floor, limit);
        return open.call("A purge of entries", purge::run);
    }

    @Override
    public @Nullable Claims claims() {
        Caller open = caller;
        return open == null ? null : new JdbcClaims(database, open);
    }

    @Override
    public void close() {
        Caller open = caller;
        if (open != null) {
            open.close();
            if (atHand.getAndSet(null) != null) {
                database.leave(open.host());
            }
        }
    }

    private Caller caller() {
        Caller open = caller;
        if (open == null) {
            throw new IllegalStateException("the tier was not opened");
        }
        return open;
    }
}
