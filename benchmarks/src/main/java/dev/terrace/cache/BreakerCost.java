package dev.terrace.cache;

import dev.terrace.cache.internal.time.SystemTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a call to a far tier pays for being counted and permitted; in the breaker's own package, since nobody else may see it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BreakerCost {

    @Benchmark
    public int counted(Tier tier) {
        return tier.calls.incrementAndGet() + tier.calls.decrementAndGet();
    }

    @Benchmark
    public long guarded(Tier tier) {
        tier.calls.incrementAndGet();
        long permit = tier.breaker.permit();
        tier.calls.decrementAndGet();
        tier.breaker.succeeded(permit);
        return permit;
    }

    /** One failure among the last 32: each success takes the breaker's lock until it is forgotten. */
    @Benchmark
    public long guardedAfterAFailure(Tier tier) {
        tier.calls.incrementAndGet();
        long permit = tier.breaker.permit();
        tier.calls.decrementAndGet();
        if ((++tier.made & 31) == 0) {
            tier.breaker.failed(permit);
        } else {
            tier.breaker.succeeded(permit);
        }
        return permit;
    }

    /** Of one thread. */
    @State(Scope.Thread)
    public static class Tier {

        private final SystemTime time = new SystemTime("breaker");
        final Breaker breaker = new Breaker(time);
        final AtomicInteger calls = new AtomicInteger();
        int made;

        @TearDown
        public void close() {
            time.close();
        }
    }
}
