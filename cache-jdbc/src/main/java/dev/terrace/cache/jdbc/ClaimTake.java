package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Each statement is a transaction of its own, and most questions need one: whoever waits reads that another claim is held. The entry is
 * read after the claim was taken. What an earlier holder has stored was committed with the end of his claim, so it is found then; and
 * a holder that is later than that finds his claim gone. Who loses the race to make the row fails as a duplicate, and tries again.
 */
/**
 * Takes a claim, and looks at the entry. Immutable; may be run again.
 *
 * @param cacheId not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ClaimTake(byte[] cacheId, Claim claim, long millis, long instead, boolean unlessStored)
        implements Work<Claimed> {

    @Override
    public Claimed run(Session session, Sql sql) throws SQLException {
        Claimed.Held held = held(session, sql.claim());
        if (held != null && held.by().token() != claim.token() && held.by().token() != instead) {
            return held;
        }
        boolean mayBeStored = unlessStored && held == null;
        TierEntry entry = mayBeStored ? entry(session, sql) : null;
        if (entry != null) {
            return new Claimed.Stored(entry);
        }
        if (!take(session, sql.claim())) {
            insert(session, sql.claim());
        }
        entry = entry(session, sql);
        if (entry != null && mayBeStored) {
            ClaimEnd.release(session, sql.claim(), cacheId, claim);
            return new Claimed.Stored(entry);
        }
        return new Claimed.Granted(entry);
    }

    private Claimed.@Nullable Held held(Session session, ClaimSql sql) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.held)) {
            query.setBytes(1, claim.key().bytes());
            query.setBytes(2, cacheId);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Claimed.Held(
                                new Claim(claim.key(), row.getLong(1), new Position(row.getLong(2), row.getLong(3))),
                                Duration.ofMillis(row.getLong(4)))
                        : null;
            }
        }
    }

    private @Nullable TierEntry entry(Session session, Sql sql) throws SQLException {
        return new EntryRead(cacheId, List.of(claim.key())).run(session, sql).get(0);
    }

    private boolean take(Session session, ClaimSql sql) throws SQLException {
        try (PreparedStatement update = session.prepare(sql.take)) {
            update.setLong(1, claim.token());
            update.setLong(2, claim.position().epoch());
            update.setLong(3, claim.position().sequence());
            update.setLong(4, millis);
            update.setBytes(5, claim.key().bytes());
            update.setBytes(6, cacheId);
            update.setLong(7, claim.token());
            update.setLong(8, instead);
            return update.executeUpdate() == 1;
        }
    }

    private void insert(Session session, ClaimSql sql) throws SQLException {
        try (PreparedStatement insert = session.prepare(sql.insert)) {
            insert.setBytes(1, claim.key().bytes());
            insert.setBytes(2, cacheId);
            insert.setLong(3, claim.token());
            insert.setLong(4, claim.position().epoch());
            insert.setLong(5, claim.position().sequence());
            insert.setLong(6, millis);
            insert.executeUpdate();
        }
    }
}
