package dev.terrace.faults;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A node's connections to its servers, with every setting at its default but a pool's size. To be used by one thread. */
final class Connections implements AutoCloseable {

    /** Small, so that it is soon exhausted. */
    private static final int POOL = 6;

    private final Supplier<InvalidationLog> log;
    private final Supplier<Tier> tier;
    private final Runnable end;
    private final @Nullable DataSource pool;
    private final List<Connection> taken = new ArrayList<>();

    private Connections(Supplier<InvalidationLog> log, Supplier<Tier> tier, Runnable end, @Nullable DataSource pool) {
        this.log = log;
        this.tier = tier;
        this.end = end;
        this.pool = pool;
    }

    static Connections open(Orders orders) {
        if (orders.database()) {
            Jdbc jdbc =
                    Jdbc.builder(orders.address(), "", "").maximumPoolSize(POOL).build();
            return new Connections(jdbc::log, jdbc::tier, jdbc::close, jdbc.dataSource());
        }
        Redis redis = Redis.at(orders.address());
        return new Connections(redis::log, redis::tier, redis::close, null);
    }

    InvalidationLog log() {
        return log.get();
    }

    Tier tier() {
        return tier.get();
    }

    /** Takes every connection of the pool, as a service does that forgets to give them back. */
    void takeAll() {
        if (pool == null) {
            throw new IllegalStateException("there is no pool");
        }
        try {
            while (taken.size() < POOL) {
                taken.add(pool.getConnection());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot take connection " + (taken.size() + 1), e);
        }
    }

    void giveBack() {
        try {
            for (Connection connection : taken) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot give a connection back", e);
        }
        taken.clear();
    }

    @Override
    public void close() {
        end.run();
    }
}
