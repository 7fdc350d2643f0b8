package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.TierWrite;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The claims of a tier in a database, a row each while it lasts. Thread-safe. */
final class JdbcClaims implements Claims {

    private final Database database;
    private final Caller caller;

    JdbcClaims(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    @Override
    public CompletionStage<Claimed> claim(String cache, Claim claim, Duration ttl, long instead, boolean unlessStored) {
        ClaimTake take = new ClaimTake(cacheId(cache), claim, Limits.ttlMillis(ttl), instead, unlessStored);
        return caller.call("Claiming a load", patience -> database.single(take, patience));
    }

    @Override
    public CompletionStage<Boolean> prolong(String cache, Claim claim, Duration ttl) {
        byte[] cacheId = cacheId(cache);
        long millis = Limits.ttlMillis(ttl);
        return caller.call(
                "Prolonging a claim",
                patience -> database.single(
                        (session, sql) -> prolong(session, sql.claim(), cacheId, claim, millis), patience));
    }

    private static boolean prolong(Session session, ClaimSql sql, byte[] cacheId, Claim claim, long millis)
            throws SQLException {
        try (PreparedStatement update = session.prepare(sql.prolong)) {
            update.setLong(1, millis);
            update.setBytes(2, claim.key().bytes());
            update.setBytes(3, cacheId);
            update.setLong(4, claim.token());
            return update.executeUpdate() == 1;
        }
    }

    @Override
    public CompletionStage<Boolean> fulfil(String cache, Claim claim, TierWrite write) {
        byte[] cacheId = cacheId(cache);
        Work<Integer> fenced = FencedWrite.of(database, caller.host().namespace(), cacheId, List.of(write));
        return caller.call(
                "A write under a claim",
                patience -> database.transaction(
                        (session, sql) -> ClaimEnd.fulfil(session, sql, cacheId, claim, fenced), patience));
    }

    @Override
    public CompletionStage<Boolean> release(String cache, Claim claim) {
        byte[] cacheId = cacheId(cache);
        return caller.call(
                "Releasing a claim",
                patience -> database.single(
                        (session, sql) -> ClaimEnd.release(session, sql.claim(), cacheId, claim), patience));
    }

    private byte[] cacheId(String cache) {
        return Ids.cache(caller.host().namespace(), cache);
    }
}
