package dev.terrace.benchmarks;

/** Waits for some time again and again on a thread of its own, to tell how late a thread of this process wakes in any case. Thread-safe. */
final class BareWaits implements AutoCloseable {

    private final long nanos;
    private final double lateMillis;
    private final Thread thread = new Thread(this::run, "bare waits");
    private volatile boolean ended;
    private long count;
    private long late;
    private double slowest;

    /** Begins to wait; a wait that ends so many milliseconds after its time is late. */
    BareWaits(long nanos, double lateMillis) {
        this.nanos = nanos;
        this.lateMillis = lateMillis;
        thread.start();
    }

    private void run() {
        while (!ended) {
            long began = System.nanoTime();
            Clock.pause(nanos);
            double over = Clock.millis(System.nanoTime() - began - nanos);
            count++;
            late += over > lateMillis ? 1 : 0;
            slowest = Math.max(slowest, over);
        }
    }

    /** Ends the thread; the figures can be read afterwards. */
    void end() {
        ended = true;
        BlackHoleStale.join(thread);
    }

    long count() {
        return count;
    }

    long late() {
        return late;
    }

    double slowestMillis() {
        return slowest;
    }

    @Override
    public void close() {
        end();
    }
}
