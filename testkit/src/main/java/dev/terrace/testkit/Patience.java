package dev.terrace.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for servers to agree. Stateless. */
final class Patience {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration PERIOD = Duration.ofMillis(20);

    private Patience() {}

    /** Returns once a condition holds; one that throws does not hold yet. */
    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            TestServerException last = null;
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (TestServerException notYet) {
                last = notYet;
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new TestServerException("waited in vain until " + what, last);
            }
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }
}
