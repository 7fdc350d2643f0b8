package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import dev.terrace.cache.spi.Tier;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The invalidation log of one namespace in a database's tables. Thread-safe. */
final class JdbcInvalidationLog implements InvalidationLog {

    private final Database database;
    private volatile @Nullable LogLane lane;
    private volatile @Nullable LogListening listening;
    private @Nullable Boolean carries;

    JdbcInvalidationLog(Database database) {
        this.database = database;
    }

    @Override
    public String description() {
        return "JDBC log at " + database.where();
    }

    @Override
    public void open(Host host, LogListener listener) {
        LogPlace place = new LogPlace(host, database);
        if (database.open()) {
            try {
                database.single((session, sql) -> checkFormat(session, sql, place), Patience.ENDLESS);
            } catch (SQLException | JdbcException notNow) {
                // It has just answered, and does not any more: as if it had not.
            }
        }
        DataSource outside = database.settings().listen() ? database.outside() : null;
        LogListening ear = outside == null ? null : new LogListening(place, outside, listener);
        lane = new LogLane(place, new LogBell(place, ear));
        listening = ear;
        if (ear != null) {
            ear.start();
        }
    }

    private static boolean checkFormat(Session session, Sql sql, LogPlace place) throws SQLException {
        try (PreparedStatement query = session.prepare(sql.log().format)) {
            query.setBytes(1, place.id());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    place.checkFormat(row.getInt(1));
                }
                return true;
            }
        }
    }

    @Override
    public boolean carries(Tier tier) {
        return tier instanceof JdbcTier other && other.isOn(database) && carries();
    }

    /** Found out once, for the answer never changes: a database that was not met by then carries nothing, whatever it turns out to be. */
    private synchronized boolean carries() {
        Boolean known = carries;
        if (known == null) {
            known = database.carries();
            carries = known;
        }
        return known;
    }

    @Override
    public CompletionStage<Appended> append(Append append) {
        return lane().append(append);
    }

    @Override
    public CompletionStage<Slice> read(Position after, int limit) {
        return read(after, Bookmark.NONE, limit);
    }

    @Override
    public CompletionStage<Slice> read(Position after, Bookmark bookmark, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        return lane().read(after, bookmark, limit);
    }

    @Override
    public CompletionStage<?> beat() {
        return lane().beat();
    }

    @Override
    public Duration pollInterval() {
        return database.settings().pollInterval();
    }

    @Override
    public void close() {
        LogLane open = lane;
        if (open != null) {
            open.close();
        }
        LogListening ear = listening;
        if (ear != null) {
            ear.close();
        }
    }

    private LogLane lane() {
        LogLane open = lane;
        if (open == null) {
            throw new IllegalStateException("the invalidation log was not opened");
        }
        return open;
    }
}
