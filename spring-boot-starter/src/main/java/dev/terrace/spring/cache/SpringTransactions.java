package dev.terrace.spring.cache;

import dev.terrace.cache.Stamp;
import dev.terrace.cache.Terrace;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/*
 * A value that a transaction reads is as old as the transaction's snapshot, which is taken at its first statement or later, and what an entity
 * manager keeps may be as old as the transaction. So the stamp of whatever it reads is taken before it begins. Transaction managers tell
 * listeners of that moment on the thread that begins; between the two calls the stamp waits in a thread-local, then it belongs to the work
 * that is bound to the transaction like any other resource, and goes where that goes when it is suspended.
 *
 * A transaction that nobody has seen begin has work without a stamp, and nothing that it reads is cached.
 */
/** Spring's transactions on threads. Thread-safe. */
public final class SpringTransactions implements CacheTransactions, TransactionExecutionListener {

    @SuppressWarnings("ThreadLocalUsage") // each namespace has its own stamps
    private final ThreadLocal<Stamp> beginning = new ThreadLocal<>();

    private volatile @Nullable Terrace terrace;

    /** To be told to transaction managers, and to a {@link TerraceCacheManager}. */
    public SpringTransactions() {}

    @Override
    public void opened(Terrace terrace) {
        this.terrace = terrace;
    }

    @Override
    public @Nullable CacheTransaction current() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        TransactionWork work = (TransactionWork) TransactionSynchronizationManager.getResource(this);
        return work != null ? work : begun(null);
    }

    @Override
    public void beforeBegin(TransactionExecution transaction) {
        Terrace known = terrace;
        if (known != null) {
            beginning.set(known.stamp());
        }
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
        Stamp stamp = beginning.get();
        beginning.remove();
        if (beginFailure == null
                && stamp != null
                && TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.getResource(this) == null) {
            begun(stamp);
        }
    }

    private TransactionWork begun(@Nullable Stamp stamp) {
        TransactionWork work =
                new TransactionWork(this, stamp, TransactionSynchronizationManager.isCurrentTransactionReadOnly());
        TransactionSynchronizationManager.registerSynchronization(work);
        TransactionSynchronizationManager.bindResource(this, work);
        return work;
    }
}
