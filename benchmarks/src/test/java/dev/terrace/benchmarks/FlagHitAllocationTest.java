package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.flags.Flags;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/* Besides what the flags' own tests say of quiet evaluations: with many conditions, and while definitions are replaced. */
class FlagHitAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CALLS = 1_000_000;
    private static final double NOISE = 0.01;

    @Test
    void isOn_hundredConditions_allocatesNothing() {
        FlagConditions.TerraceAlone held = new FlagConditions.TerraceAlone();
        FlagConditions.Users users = new FlagConditions.Users();
        BooleanFlag flag = BooleanFlag.of(FlagConditions.key(100), false);
        assertThat(bytes(i -> held.flags.isOn(flag, users.next()), CALLS / 10)).isLessThan(NOISE);
    }

    @Test
    void isOn_whileDefinitionsAreReplaced_allocatesNothing() throws InterruptedException {
        Flags flags = FlagHit.flags();
        BooleanFlag flag = BooleanFlag.of(FlagHit.KEY, false);
        String[] users = FlagHit.ids().toArray(String[]::new);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong replaced = new AtomicLong();
        Thread replacer = new Thread(
                () -> {
                    while (!done.get()) {
                        flags.replace(FlagHit.flags().snapshot());
                        replaced.incrementAndGet();
                    }
                },
                "replacer");
        replacer.start();
        try {
            assertThat(bytes(i -> flags.isOn(flag, users[i & (users.length - 1)]), CALLS))
                    .isLessThan(NOISE);
        } finally {
            done.set(true);
            replacer.join();
        }
        assertThat(replaced.get()).isPositive();
    }

    private static double bytes(IntPredicate call, int calls) {
        assertThat(run(call, calls)).isPositive();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int in = run(call, calls);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(in).isPositive();
        return (double) allocated / calls;
    }

    private static int run(IntPredicate call, int calls) {
        int in = 0;
        for (int i = 0; i < calls; i++) {
            in += call.test(i) ? 1 : 0;
        }
        return in;
    }
}
