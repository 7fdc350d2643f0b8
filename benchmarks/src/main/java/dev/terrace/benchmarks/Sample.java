package dev.terrace.benchmarks;

import java.util.List;

/**
 * What one fork measured.
 *
 * @param method the benchmark
 * @param round the round, from 1
 * @param place when in the round it ran, from 1
 * @param nanos nanoseconds an operation, the mean of the iterations
 * @param bytes bytes allocated an operation, by all threads
 * @param iterations nanoseconds an operation in each iteration
 */
record Sample(String method, int round, int place, double nanos, double bytes, List<Double> iterations) {}
