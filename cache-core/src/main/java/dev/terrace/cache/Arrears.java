package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.TierWrite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/*
 * The removals that a far tier could not take. Without them an old entry would be trusted again once the log has forgotten
 * the key. They are kept in memory, one for each key, and sent again until the tier has them. Above MAXIMUM the whole cache
 * is invalidated instead: that is a floor, which the log never forgets.
 *
 * State under this object's lock: `owed`, `sending`. The tier is called outside of it.
 */
/** What one cache owes one far tier. Thread-safe. */
final class Arrears {

    private static final int MAXIMUM = 10_000;
    private static final int BATCH = 500;

    private final FarTier<?> tier;
    private final Runnable onOverflow;
    private final Map<Digest, TierWrite> owed = new LinkedHashMap<>();
    private boolean sending;

    Arrears(FarTier<?> tier, Runnable onOverflow) {
        this.tier = tier;
        this.onOverflow = onOverflow;
    }

    /** Removes a key from the tier, now or when it can. */
    void remove(TierWrite tombstone) {
        tier.write(tombstone).thenAccept(written -> {
            if (!written) {
                owe(tombstone);
            }
        });
    }

    void owe(TierWrite tombstone) {
        boolean overflow;
        synchronized (this) {
            tier.distrust(tombstone.key());
            owed.merge(
                    tombstone.key(),
                    tombstone,
                    (old, newer) -> old.position().compareTo(newer.position()) > 0 ? old : newer);
            overflow = owed.size() > MAXIMUM;
        }
        if (overflow) {
            onOverflow.run();
            forgive();
        }
    }

    /** The whole cache has been invalidated, which covers all that was owed. */
    private synchronized void forgive() {
        owed.keySet().forEach(tier::trust);
        owed.clear();
    }

    /** Tries again, if anything is owed. Never blocks. */
    void retry() {
        List<TierWrite> batch;
        synchronized (this) {
            if (sending || owed.isEmpty()) {
                return;
            }
            sending = true;
            batch = owed.values().stream().limit(BATCH).toList();
        }
        tier.write(batch).thenAccept(written -> {
            boolean more;
            synchronized (this) {
                sending = false;
                if (written) {
                    batch.forEach(this::paid);
                }
                more = written && !owed.isEmpty();
            }
            if (more) {
                retry();
            }
        });
    }

    private void paid(TierWrite tombstone) {
        if (owed.remove(tombstone.key(), tombstone)) {
            tier.trust(tombstone.key());
        }
    }

    synchronized int size() {
        return owed.size();
    }
}
