package dev.terrace.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** What the threads that run a benchmark allocate, without the other threads of the JVM. To be used by JMH. */
public final class ReaderBytes implements InternalProfiler {

    static final String NAME = "reader.alloc.norm";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How JMH names the threads that run a benchmark. */
    private static final String WORKER = "-jmh-worker-";

    private long before;

    @Override
    public String getDescription() {
        return "Bytes that the benchmark's own threads allocate";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = allocated();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double bytes = (double) (allocated() - before) / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(NAME, bytes, "B/op", AggregationPolicy.AVG));
    }

    private static long allocated() {
        long bytes = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().contains(WORKER)) {
                bytes += THREADS.getThreadAllocatedBytes(id);
            }
        }
        return bytes;
    }
}
