package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Grant;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Lease;
import dev.terrace.cache.spi.Limits;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Leases of one namespace, a row each. Thread-safe. */
final class JdbcLease implements Lease {

    private final Database database;
    private volatile @Nullable Caller caller;

    JdbcLease(Database database) {
        this.database = database;
    }

    @Override
    public void open(Host host) {
        database.open();
        caller = new Caller(database, host);
    }

    @Override
    public CompletionStage<Optional<Grant>> acquire(String name, String holder, Duration ttl) {
        Limits.name(name);
        Limits.text("lease's holder", holder);
        long millis = Limits.ttlMillis(ttl);
        Caller open = caller();
        long sent = open.host().time().nanoTime();
        LeaseTake take = new LeaseTake(open.host().namespace(), name, holder.getBytes(StandardCharsets.UTF_8), millis);
        return open.call("Taking a lease", patience -> {
            long token = database.durable(take, patience);
            return grant(token != 0, name, token, sent, millis);
        });
    }

    @Override
    public CompletionStage<Optional<Grant>> renew(String name, long token, Duration ttl) {
        Limits.name(name);
        Limits.version("token", token, 1);
        long millis = Limits.ttlMillis(ttl);
        Caller open = caller();
        long sent = open.host().time().nanoTime();
        byte[] id = Ids.lease(open.host().namespace(), name);
        return open.call("Renewing a lease", patience -> {
            boolean held = database.single((session, sql) -> renew(session, sql.lease(), id, token, millis), patience);
            return grant(held, name, token, sent, millis);
        });
    }

    private static boolean renew(Session session, LeaseSql sql, byte[] id, long token, long millis)
            throws SQLException {
        try (PreparedStatement update = session.prepare(sql.renew)) {
            update.setLong(1, millis);
            update.setBytes(2, id);
            update.setLong(3, token);
            return update.executeUpdate() == 1 || isHeld(session, sql, id, token);
        }
    }

    /** A row that was renewed in the same millisecond has not changed, and some connections count only those that have. */
    private static boolean isHeld(Session session, LeaseSql sql, byte[] id, long token) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.isHeld)) {
            query.setBytes(1, id);
            query.setLong(2, token);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static Optional<Grant> grant(boolean held, String name, long token, long sent, long millis) {
        return held ? Optional.of(new Grant(name, token, sent, Duration.ofMillis(millis))) : Optional.empty();
    }

    @Override
    public CompletionStage<Boolean> release(String name, long token) {
        Limits.name(name);
        Limits.version("token", token, 1);
        Caller open = caller();
        byte[] id = Ids.lease(open.host().namespace(), name);
        return open.call(
                "Releasing a lease",
                patience -> database.single((session, sql) -> release(session, sql.lease(), id, token), patience));
    }

    private static boolean release(Session session, LeaseSql sql, byte[] id, long token) throws SQLException {
        try (PreparedStatement update = session.prepare(sql.release)) {
            update.setBytes(1, id);
            update.setLong(2, token);
            return update.executeUpdate() == 1;
        }
    }

    @Override
    public void close() {
        Caller open = caller;
        if (open != null) {
            open.close();
        }
    }

    private Caller caller() {
        Caller open = caller;
        if (open == null) {
            throw new IllegalStateException("the lease was not opened");
        }
        return open;
    }
}
