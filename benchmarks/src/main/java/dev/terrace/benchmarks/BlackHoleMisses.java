package dev.terrace.benchmarks;

import dev.terrace.cache.CacheTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Reads of keys that nobody has, one after the other on a thread of their own. Thread-safe. */
final class BlackHoleMisses implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;
    static final double LATE_MILLIS = 5;

    private final BlackHoleNode node;
    private final Thread thread = new Thread(this::run, "misses");
    private final List<Double> quick = new ArrayList<>();
    private volatile boolean ended;
    private long count;
    private long late;
    private long errors;
    private double slowest = Double.NEGATIVE_INFINITY;

    BlackHoleMisses(BlackHoleNode node) {
        this.node = node;
        thread.start();
    }

    private void run() {
        while (!ended) {
            String key = "miss:" + count;
            long began = System.nanoTime();
            boolean answered = isAnswered(key);
            double millis = Clock.millis(System.nanoTime() - began);
            count++;
            errors += answered ? 0 : 1;
            double over = millis - BlackHoleNode.DEADLINE.toMillis();
            late += over > LATE_MILLIS ? 1 : 0;
            slowest = Math.max(slowest, over);
            if (!BlackHoleNode.isTooLong(key)) {
                quick.add(millis);
            }
            Clock.pauseMillis(PAUSE_MILLIS);
        }
    }

    /** An answer, or where that takes too long the end that the deadline sets. */
    private boolean isAnswered(String key) {
        try {
            node.miss(key);
            return true;
        } catch (CacheTimeoutException e) {
            return BlackHoleNode.isTooLong(key);
        } catch (RuntimeException e) {
            return false;
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

    long errors() {
        return errors;
    }

    double slowestMillis() {
        return slowest;
    }

    double medianMillis() {
        return Percentile.median(quick.stream().mapToDouble(millis -> millis).toArray());
    }

    @Override
    public void close() {
        end();
    }
}
