package dev.terrace.cache.internal;

import dev.terrace.cache.internal.time.SystemTime;
import dev.terrace.cache.internal.time.Upkeep;
import dev.terrace.cache.internal.time.Workers;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One namespace's name, time and threads. Thread-safe. */
public final class Namespace implements Host, AutoCloseable {

    private static final int BACKEND_THREADS = 24;
    private static final int LOADER_THREADS = 64;
    private static final int STEP_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int QUEUED = 4_096;

    private final String name;
    private final Time time;
    private final @Nullable SystemTime own;
    private final Executor backends;
    private final Executor loaders;
    private final Executor steps;
    private final Supplier<Upkeep.Slot> upkeep;
    private final List<Runnable> threads;
    private final @Nullable Executor given;
    private final List<Workers> apart = new CopyOnWriteArrayList<>();

    /** Starts the threads, unless they are given; without a time it is the machine's. */
    public Namespace(String name, @Nullable Time given, @Nullable Executor executor) {
        this.name = name;
        this.given = executor;
        if (given == null) {
            SystemTime machine = new SystemTime(name);
            own = machine;
            time = machine;
        } else {
            own = null;
            time = given;
        }
        if (executor != null) {
            backends = executor;
            steps = executor;
            loaders = executor;
            upkeep = () -> executor::execute;
            threads = List.of();
            return;
        }
        Workers forBackends = new Workers("terrace-" + name + "-tier", BACKEND_THREADS, QUEUED);
        Workers forSteps = new Workers("terrace-" + name + "-step", STEP_THREADS, QUEUED);
        Workers forLoaders = new Workers("terrace-" + name + "-load", LOADER_THREADS, QUEUED);
        Upkeep forHeaps = new Upkeep("terrace-" + name + "-upkeep", forSteps);
        backends = forBackends;
        steps = forSteps;
        loaders = forLoaders;
        upkeep = forHeaps::slot;
        threads = List.of(forHeaps::close, forLoaders::close, forSteps::close, forBackends::close);
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

    /** Threads for short work that never blocks: decoding, encoding, upkeep. */
    public Executor steps() {
        return steps;
    }

    /** A place for the upkeep of one heap; handing a task over allocates nothing. */
    public Upkeep.Slot upkeep() {
        return upkeep.get();
    }

    /** One thread for what may block for as long as it likes; those of the caller where he has given some. */
    public Executor apart(String purpose) {
        if (given != null) {
            return given;
        }
        Workers one = new Workers("terrace-" + name + "-" + purpose, 1, 2);
        apart.add(one);
        return one;
    }

    @Override
    public void close() {
        apart.forEach(Workers::stop);
        threads.forEach(Runnable::run);
        if (own != null) {
            own.close();
        }
    }
}
