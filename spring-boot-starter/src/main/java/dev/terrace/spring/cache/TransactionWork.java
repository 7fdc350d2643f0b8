package dev.terrace.spring.cache;

import dev.terrace.cache.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/*
 * Effects run in the order in which they were asked for, before whatever else the application does after the commit, since that may read.
 * One that fails is logged and does not keep the others: the commit has happened, and its caller must not think otherwise. What is asked for
 * after the commit, in the same thread, happens at once.
 *
 * What waits is bounded: a transaction that has changed too many keys of a cache lets the whole of it be forgotten. Names cannot be widened, for others may
 * have caches that this process knows nothing of: there the method that goes too far is told.
 */
/** What one transaction leaves for its commit. Its thread's. */
final class TransactionWork implements CacheTransaction, TransactionSynchronization {

    private static final Logger LOG = LoggerFactory.getLogger(TerraceCacheManager.class);

    private static final int MOST_EFFECTS = 10_000;
    private static final int MOST_INVALIDATIONS = 100_000;

    private final SpringTransactions owner;
    private final @Nullable Stamp stamp;
    private final boolean readOnly;
    private final List<Effect> effects = new ArrayList<>();
    /** Keys by cache; a cache that is null here is hidden whole. */
    private final Map<String, @Nullable Set<Object>> hidden = new HashMap<>();

    /** Caches of which everything will be forgotten, instead of single keys. */
    private final Set<String> widened = new HashSet<>();

    private boolean everythingHidden;
    private boolean written;
    private boolean over;

    TransactionWork(SpringTransactions owner, @Nullable Stamp stamp, boolean readOnly) {
        this.owner = owner;
        this.stamp = stamp;
        this.readOnly = readOnly;
    }

    @Override
    public boolean mayHaveWritten() {
        return !readOnly || written;
    }

    @Override
    public @Nullable Stamp stamp() {
        return stamp;
    }

    @Override
    public boolean hides(String cache, Object key) {
        if (everythingHidden) {
            return true;
        }
        if (!hidden.containsKey(cache)) {
            return false;
        }
        Set<Object> keys = hidden.get(cache);
        return keys == null || keys.contains(key);
    }

    @Override
    public void afterCommit(Effect effect) {
        written = true;
        if (over) {
            run(effect.committed());
            return;
        }
        String cache = effect.cache();
        if (cache == null) {
            if (effects.size() >= MOST_INVALIDATIONS) {
                throw new IllegalStateException("a transaction invalidates data more than " + MOST_INVALIDATIONS
                        + " times: let @InvalidatesData be on the method that changes many, with a coarser name");
            }
            effects.add(effect);
            everythingHidden = true;
        } else if (!widened.contains(cache)) {
            effects.add(effect);
            hide(cache, effect);
        }
    }

    private void hide(String cache, Effect effect) {
        Object key = effect.key();
        if (key == null) {
            hidden.put(cache, null);
        } else if (!hidden.containsKey(cache) || hidden.get(cache) != null) {
            Set<Object> keys = hidden.get(cache);
            Set<Object> more = keys == null ? new HashSet<>() : keys;
            more.add(key);
            hidden.put(cache, more);
        }
        if (effects.size() > MOST_EFFECTS && key != null) {
            widen(cache, effect);
        }
    }

    private void widen(String cache, Effect effect) {
        widened.add(cache);
        hidden.put(cache, null);
        effects.removeIf(one -> cache.equals(one.cache()));
        effects.add(new Effect(cache, null, effect.widened(), effect.widened(), effect.widened()));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(owner);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(owner, this);
    }

    @Override
    public void afterCommit() {
        end(true);
    }

    @Override
    public void afterCompletion(int status) {
        if (status == STATUS_UNKNOWN) {
            end(false);
        }
        over = true;
        TransactionSynchronizationManager.unbindResourceIfPossible(owner);
    }

    private void end(boolean committed) {
        over = true;
        everythingHidden = false;
        hidden.clear();
        List<Effect> left = List.copyOf(effects);
        effects.clear();
        left.forEach(effect -> run(committed ? effect.committed() : effect.unknown()));
    }

    private static void run(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException failure) {
            LOG.error("A change of a cache after a commit has failed; entries may be stale until they expire", failure);
        }
    }
}
