package dev.terrace.cache.redis;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports once that a server is away, and once that it is back, however many connections notice. Thread-safe. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

    private final Settings settings;
    private final Set<Object> without = new HashSet<>();
    private boolean reported;
    private @Nullable Throwable latest;

    Outage(Settings settings) {
        this.settings = settings;
    }

    synchronized void down(Object who, String place, Throwable cause) {
        without.add(who);
        latest = cause;
        if (!reported) {
            reported = true;
            LOG.warn(
                    "No connection to Redis at {}: its tiers and logs answer nothing until it is back; check that it runs, and "
                            + "its address and credentials. Trying again every {} ms or sooner. Cause: {}",
                    place,
                    settings.longestReconnectDelay().toMillis(),
                    Refusals.describe(cause));
        }
    }

    synchronized void up(Object who) {
        forget(who);
        if (reported && without.isEmpty()) {
            reported = false;
            LOG.info("Connected to Redis at {} again", settings.place());
        }
    }

    /** A connection that nobody wants any more says nothing about the server. */
    synchronized void forget(Object who) {
        without.remove(who);
        if (without.isEmpty()) {
            latest = null;
        }
    }

    /** Why the latest attempt has failed; null while nobody is without a connection. */
    synchronized @Nullable Throwable latest() {
        return latest;
    }
}
