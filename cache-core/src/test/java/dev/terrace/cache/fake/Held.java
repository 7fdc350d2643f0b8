package dev.terrace.cache.fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place where one thread stops until another lets it go. Thread-safe. */
public final class Held {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Stops here. */
    public void pass() {
        entered.countDown();
        await(released);
    }

    /** Waits until somebody has stopped. */
    public void awaitEntered() {
        await(entered);
    }

    public void release() {
        released.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while held", e);
        }
    }
}
