package dev.terrace.cache.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How many connections a pool can spare for what keeps them at hand, all together. Thread-safe. */
final class Spare {

    /** The setting that leaves it to the size of the pool. */
    static final int BY_SIZE = -1;

    private static final int MOST = 8;
    private static final int SHARE_OF_OWN = 2;
    private static final int SHARE_OF_USERS = 4;

    private final @Nullable HikariDataSource pool;
    private final int share;
    private final int wanted;
    private final AtomicInteger kept = new AtomicInteger();

    private Spare(@Nullable HikariDataSource pool, int share, int wanted) {
        this.pool = pool;
        this.share = share;
        this.wanted = wanted;
    }

    static Spare none() {
        return new Spare(null, SHARE_OF_USERS, 0);
    }

    /** What a pool that was made here can spare. */
    static Spare ofOwn(HikariDataSource pool, int wanted) {
        return new Spare(pool, SHARE_OF_OWN, wanted);
    }

    /**
     * What a pool of the user can spare.
     *
     * @throws IllegalStateException if some are wanted, and the pool does not say what it can spare
     */
    static Spare ofUsers(DataSource users, int wanted) {
        HikariDataSource pool = hikari(users);
        if (pool == null && wanted > 0) {
            throw new IllegalStateException(
                    "connectionsAtHand needs a pool of HikariCP, which says whether somebody waits for a"
                            + " connection, and this is none: leave connectionsAtHand out, or make the DataSource a HikariDataSource: "
                            + users.getClass().getName());
        }
        return pool == null ? none() : new Spare(pool, SHARE_OF_USERS, wanted);
    }

    private static @Nullable HikariDataSource hikari(DataSource users) {
        try {
            return users.isWrapperFor(HikariDataSource.class) ? users.unwrap(HikariDataSource.class) : null;
        } catch (SQLException | RuntimeException unknown) {
            return null;
        }
    }

    /** How many can be spared; always fewer than there are. */
    int most() {
        if (pool == null) {
            return 0;
        }
        int size = pool.getMaximumPoolSize();
        return wanted == BY_SIZE ? Math.min(MOST, size / share) : Math.min(wanted, size - 1);
    }

    /** Takes one of those that can be spared, if there is one and nobody waits for it. */
    boolean take() {
        if (isWaitedFor()) {
            return false;
        }
        for (int now = kept.get(); now < most(); now = kept.get()) {
            if (kept.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    void giveBack() {
        kept.decrementAndGet();
    }

    /** Whether somebody waits for a connection of the pool. */
    boolean isWaitedFor() {
        HikariPoolMXBean open = pool == null ? null : pool.getHikariPoolMXBean();
        return open != null && open.getThreadsAwaitingConnection() > 0;
    }
}
