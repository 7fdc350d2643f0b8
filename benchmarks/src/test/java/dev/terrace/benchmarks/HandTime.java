package dev.terrace.benchmarks;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Time that stands still, and ticks when the test says so. Thread-safe. */
final class HandTime implements Time {

    private static final Duration LONGEST_TICK = Duration.ofMillis(100);

    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();
    private final AtomicLong now = new AtomicLong();

    /** One tick of the coarse clock, by which next to no time passes. */
    void tick() {
        now.incrementAndGet();
        ticks.forEach(Runnable::run);
    }

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public long currentTimeMillis() {
        return 0;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return () -> {};
    }

    @Override
    public Timer repeat(Duration period, Runnable task) {
        if (period.compareTo(LONGEST_TICK) <= 0) {
            ticks.add(task);
        }
        return () -> ticks.remove(task);
    }
}
