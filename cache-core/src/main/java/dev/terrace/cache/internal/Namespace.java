package dev.terrace.cache.internal;

import dev.terrace.cache.internal.time.SystemTime;
import dev.terrace.cache.internal.time.Workers;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One namespace's name, time and threads. Thread-safe. */
public final class Namespace implements Host, AutoCloseable {

    private static final int BACKEND_THREADS = 24;
    private static final int LOADER_THREADS = 64;
    private static final int QUEUED = 4_096;

    private final String name;
    private final Time time;
    private final @Nullable SystemTime own;
    private final Workers backends;
    private final Workers loaders;

    /** Starts the threads; without a time it is the machine's. */
    public Namespace(String name, @Nullable Time given) {
        this.name = name;
        own = given == null ? new SystemTime(name) : null;
        time = own == null ? java.util.Objects.requireNonNull(given) : own;
        backends = new Workers("terrace-" + name + "-tier", BACKEND_THREADS, QUEUED);
        loaders = new Workers("terrace-" + name + "-load", LOADER_THREADS, QUEUED);
    }

    @Override
    public String namespace() {
        return name;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Executor executor() {
        return backends;
    }

    /** Threads for loaders of asynchronous callers; apart from the tiers', which loaders may wait for. */
    public Executor loaders() {
        return loaders;
    }

    @Override
    public void close() {
        loaders.close();
        backends.close();
        if (own != null) {
            own.close();
        }
    }
}
