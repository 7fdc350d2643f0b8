package dev.terrace.cache.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/** A pool that hands out no connection while it is shut: its callers wait, as for one that is exhausted. */
final class Gated {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final DataSource source;
    private boolean shut;

    Gated(DataSource source) {
        this.source = source;
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                Gated.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return connection();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Connection connection() throws Exception {
        lock.lockInterruptibly();
        try {
            while (shut) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
        return source.getConnection();
    }

    /** Hands out nothing until the answer is closed. */
    AutoCloseable shut() {
        set(true);
        return () -> set(false);
    }

    private void set(boolean isShut) {
        lock.lock();
        try {
            shut = isShut;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
