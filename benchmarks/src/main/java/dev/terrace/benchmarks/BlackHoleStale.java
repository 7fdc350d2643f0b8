package dev.terrace.benchmarks;

/** Reads that may be stale, one after the other on a thread of their own. Thread-safe. */
final class BlackHoleStale implements AutoCloseable {

    private static final long PAUSE_MILLIS = 2;

    private final BlackHoleNode node;
    private final Thread thread = new Thread(this::run, "stale");
    private volatile boolean ended;
    private long errors;
    private long stale;

    BlackHoleStale(BlackHoleNode node) {
        this.node = node;
        thread.start();
    }

    private void run() {
        for (int i = 0; !ended; i++) {
            try {
                stale += node.read(i).isStale() ? 1 : 0;
            } catch (RuntimeException e) {
                errors++;
            }
            Clock.pauseMillis(PAUSE_MILLIS);
        }
    }

    /** Ends the thread; the figures can be read afterwards. */
    void end() {
        ended = true;
        join(thread);
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    long errors() {
        return errors;
    }

    long stale() {
        return stale;
    }

    @Override
    public void close() {
        end();
    }
}
