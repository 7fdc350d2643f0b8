package dev.terrace.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/*
 * JMH can have garbage collected before each iteration, and then waits half a second each time until it believes that it was. States are made
 * in the first iteration, so a collection before that one would find nothing.
 */
/**
 * Has garbage collected between warming up and measuring: what a contender holds then lies close together, as in a service that has run for a
 * while, however much garbage filling it made. To be used by JMH, before profilers that measure.
 */
public final class Compaction implements InternalProfiler {

    private boolean warmedUp;

    @Override
    public String getDescription() {
        return "Collects garbage before the first iteration that counts";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        if (!warmedUp && iteration.getType() == IterationType.MEASUREMENT) {
            warmedUp = true;
            System.gc();
        }
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of();
    }
}
